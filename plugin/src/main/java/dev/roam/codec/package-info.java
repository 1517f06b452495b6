/**
 * Attribute values to bytes and back, for one web application's class loader, and what belongs to that: which classes may be read, which values
 * cannot change, and whether two encodings are the same. Every failure comes out as {@link dev.roam.codec.EncodeException} or {@link
 * dev.roam.codec.DecodeException}, so that one bad attribute costs one attribute. Nothing here knows sessions, records or the store.
 */
@NullMarked
package dev.roam.codec;

import org.jspecify.annotations.NullMarked;
