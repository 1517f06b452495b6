package dev.roam.codec.samples;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;

final class BasicSamples {
    private BasicSamples() {}

    static List<Sample> samples() {
        return new Topic("Texts and numbers")
                .add("`String`", () -> "text")
                .add("empty `String`", () -> "")
                .add("`String` beyond ASCII", () -> "\u00fcml\u00e4ut \u4f60\u597d \ud83d\ude00 \u0000")
                .add("`String` with half a surrogate pair", () -> "a\ud83d")
                .add("long `String`", () -> "0123456789\u20ac".repeat(10_000))
                .add("`Boolean`", () -> true)
                .add("`Byte`", () -> (byte) -1)
                .add("`Short`", () -> Short.MIN_VALUE)
                .add("`Character`", () -> '\uffff')
                .add("`Integer`", () -> Integer.MIN_VALUE)
                .add("`Long`", () -> Long.MIN_VALUE)
                .add("`Float`", () -> Float.NaN)
                .add("`Double`", () -> -0.0)
                .add("`BigInteger`", () -> new BigInteger("-123456789012345678901234567890"))
                .add("`BigDecimal`", () -> new BigDecimal("1.500"))
                .add("`BigDecimal` of negative scale", () -> new BigDecimal("15E+20"))
                .add("zero as `BigInteger` and `BigDecimal`", () ->
                        new Number[] {BigInteger.ZERO, new BigDecimal("0.000")})
                .add("subclass of `BigDecimal`", () -> new Price("3.20"))
                .add("`UUID`", () -> new UUID(1, -2))
                .add("`Class`", () -> String.class)
                .add("`Class` of a primitive type", () -> int.class)
                .add("`Class` of an array", () -> String[][].class)
                .add("`Class` of `void`", () -> void.class)
                .add("`Class` of the application", () -> Price.class)
                .samples();
    }

    @SuppressWarnings("serial") // as applications write them: most have no serialVersionUID
    static final class Price extends BigDecimal {
        final String currency = "EUR";

        Price(String amount) {
            super(amount);
        }
    }
}
