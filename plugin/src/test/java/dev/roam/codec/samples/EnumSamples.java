package dev.roam.codec.samples;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

final class EnumSamples {
    private EnumSamples() {}

    enum Sign {
        PLUS {
            @Override
            int apply(int number) {
                return number;
            }
        },
        MINUS {
            @Override
            int apply(int number) {
                return -number;
            }
        };

        abstract int apply(int number);
    }

    /** More than an {@code EnumSet} keeps in one long. */
    enum Many {
        A00,
        A01,
        A02,
        A03,
        A04,
        A05,
        A06,
        A07,
        A08,
        A09,
        A10,
        A11,
        A12,
        A13,
        A14,
        A15,
        A16,
        A17,
        A18,
        A19,
        A20,
        A21,
        A22,
        A23,
        A24,
        A25,
        A26,
        A27,
        A28,
        A29,
        A30,
        A31,
        A32,
        A33,
        A34,
        A35,
        A36,
        A37,
        A38,
        A39,
        A40,
        A41,
        A42,
        A43,
        A44,
        A45,
        A46,
        A47,
        A48,
        A49,
        A50,
        A51,
        A52,
        A53,
        A54,
        A55,
        A56,
        A57,
        A58,
        A59,
        A60,
        A61,
        A62,
        A63,
        A64,
        A65
    }

    static List<Sample> samples() {
        return new Topic("Enums")
                .add("constant", () -> TimeUnit.DAYS)
                .add("constant with a body", () -> Sign.MINUS)
                .add("`EnumSet`", () -> EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS))
                .add("empty `EnumSet`", () -> EnumSet.noneOf(TimeUnit.class))
                .add("`EnumSet` of constants with bodies", () -> EnumSet.allOf(Sign.class))
                .add("`EnumSet` of more than 64 constants", () -> EnumSet.range(Many.A02, Many.A65))
                .add("`EnumMap`", () -> new EnumMap<>(Map.of(TimeUnit.DAYS, "d", TimeUnit.HOURS, "h")))
                .add("empty `EnumMap`", () -> new EnumMap<>(TimeUnit.class))
                .add("`EnumMap` of constants with bodies", () -> new EnumMap<>(Map.of(Sign.MINUS, 1)))
                .add("`EnumMap` with null", EnumSamples::withNull)
                .add("class with constants in its fields", () -> new Sum(Sign.MINUS, Sign.PLUS))
                .samples();
    }

    private static Object withNull() {
        Map<TimeUnit, @Nullable String> map = new EnumMap<>(TimeUnit.class);
        map.put(TimeUnit.DAYS, null);
        return map;
    }

    @SuppressWarnings("serial") // as applications write them
    static final class Sum implements Serializable {
        final Sign first;
        final Object second;

        Sum(Sign first, Object second) {
            this.first = first;
            this.second = second;
        }
    }
}
