package dev.roam.codec.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

final class ArraySamples {
    private ArraySamples() {}

    static List<Sample> samples() {
        return new Topic("Arrays")
                .add("`boolean[]`", () -> new boolean[] {true, false})
                .add("`byte[]`", () -> new byte[] {0, -1, 127})
                .add("`short[]`", () -> new short[] {Short.MIN_VALUE, 1})
                .add("`char[]`", () -> new char[] {'a', '\ud800'})
                .add("`int[]`", () -> new int[] {Integer.MAX_VALUE, 0, -1})
                .add("`long[]`", () -> new long[] {Long.MAX_VALUE, 0, -1})
                .add("`float[]`", () -> new float[] {Float.NaN, -0f})
                .add("`double[]`", () -> new double[] {Double.NaN, -0d})
                .add("empty `byte[]`", () -> new byte[0])
                .add("large `byte[]`", () -> new byte[100_000])
                .add("`String[]` with null", () -> new @Nullable String[] {"a", null, "a"})
                .add("`Integer[]`", () -> new Integer[] {1, 2})
                .add("`Object[]` of many types", () -> new Object[] {1, "two", 3L, new int[] {4}, TimeUnit.DAYS})
                .add("empty `Object[]`", () -> new Object[0])
                .add("`int[][]` with null and empty rows", () -> new int @Nullable [][] {{1, 2}, null, {}})
                .add("`String[][][]`", () -> new String[][][] {{{"a"}, {}}, {}})
                .add("array of a final class", () -> new Leaf[] {new Leaf(1), new Leaf(2)})
                .add("array of an interface", () -> new Serializable[] {1, "x"})
                .add("array of enum constants", () -> new TimeUnit[] {TimeUnit.DAYS, TimeUnit.HOURS})
                .add("array of `Class`", () -> new Class<?>[] {int.class, String.class})
                .add("array whose class is narrower than the field's", () -> new Holder(new String[] {"a"}))
                .add("`List[]`", () -> new List<?>[] {new ArrayList<>(List.of(1))})
                .add("`Object[][]` with rows of other types", () ->
                        new Object[][] {new String[] {"a"}, new Integer[] {1}, {}})
                .add(
                        "`Comparable[]` with `Object` in a list",
                        () -> List.of(new Comparable<?>[] {"a", 1}, new Object[1]))
                .add("array in itself", ArraySamples::inItself)
                .add("array with the same array twice", ArraySamples::twice)
                .samples();
    }

    private static Object inItself() {
        Object[] array = new Object[2];
        array[0] = array;
        array[1] = "x";
        return array;
    }

    private static Object twice() {
        int[] row = {1};
        return new int[][] {row, row};
    }

    @SuppressWarnings("serial") // as applications write them
    static final class Leaf implements Serializable {
        final int number;

        Leaf(int number) {
            this.number = number;
        }
    }

    @SuppressWarnings("serial") // as applications write them
    static final class Holder implements Serializable {
        final Object[] parts;

        Holder(Object[] parts) {
            this.parts = parts;
        }
    }
}
