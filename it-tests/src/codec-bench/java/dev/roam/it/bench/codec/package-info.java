/**
 * What encoding and decoding session attributes costs with Roam's codecs, next to plain Kryo, Java serialisation and Apache Fory. No test: {@code mvn
 * -Pcodec-bench verify} compiles this and runs {@link dev.roam.it.bench.codec.CodecBench}, which writes {@code docs/serialization-performance.md}. Nothing else
 * knows of it.
 */
@NullMarked
package dev.roam.it.bench.codec;

import org.jspecify.annotations.NullMarked;
