/**
 * The compact format of values, built on Kryo: its buffers, its reference handling, its serializers for values of the JDK. What Kryo does by guesswork is
 * done by rules here:
 *
 * <ul>
 *   <li>{@link dev.roam.codec.kryo.Shape} decides for each class whether the format can carry it as Java serialisation would. If it is not certain,
 *       {@link dev.roam.codec.kryo.NeedsJavaException} sends the whole value to Java serialisation.
 *   <li>{@link dev.roam.codec.kryo.Classes} writes classes: those of the JDK as numbers ({@link dev.roam.codec.kryo.JdkTypes}, a table that never
 *       changes), an application's by a {@link dev.roam.codec.kryo.Description}, once in each value.
 *   <li>A {@link dev.roam.codec.kryo.Plan} maps what was described to the class as it is here. What does not fit becomes {@link
 *       dev.roam.codec.kryo.Unreadable}, which spoils what holds it and nothing else.
 * </ul>
 */
@NullMarked
package dev.roam.codec.kryo;

import org.jspecify.annotations.NullMarked;
