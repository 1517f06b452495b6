package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serializers for single values of the JDK, where Kryo 5.6.2 has none, loses something (a {@code Locale}'s script, an overlap of local times) or
 * allocates what the bytes announce (a {@code BigInteger}).
 */
final class JdkValues {
    private JdkValues() {}

    private static void writeInteger(Output out, BigInteger value) {
        byte[] magnitude = value.toByteArray();
        out.writeVarInt(magnitude.length, true);
        out.writeBytes(magnitude);
    }

    private static BigInteger readInteger(Input in) {
        return new BigInteger(in.readBytes(((Source) in).readCount(1)));
    }

    static final class Text extends Serializer<String> {
        @Override
        public void write(Kryo kryo, Output out, String value) {
            ((Sink) out).writeText(value);
        }

        @Override
        public String read(Kryo kryo, Input in, Class<? extends String> type) {
            return ((Source) in).readText();
        }
    }

    static final class OfBoolean extends Serializer<Boolean> {
        @Override
        public void write(Kryo kryo, Output out, Boolean value) {
            out.writeBoolean(value);
        }

        @Override
        public Boolean read(Kryo kryo, Input in, Class<? extends Boolean> type) {
            return in.readBoolean();
        }
    }

    static final class OfByte extends Serializer<Byte> {
        @Override
        public void write(Kryo kryo, Output out, Byte value) {
            out.writeByte(value);
        }

        @Override
        public Byte read(Kryo kryo, Input in, Class<? extends Byte> type) {
            return in.readByte();
        }
    }

    static final class OfCharacter extends Serializer<Character> {
        @Override
        public void write(Kryo kryo, Output out, Character value) {
            out.writeVarInt(value, true);
        }

        @Override
        public Character read(Kryo kryo, Input in, Class<? extends Character> type) {
            return (char) in.readVarInt(true);
        }
    }

    static final class OfShort extends Serializer<Short> {
        @Override
        public void write(Kryo kryo, Output out, Short value) {
            out.writeVarInt(value, false);
        }

        @Override
        public Short read(Kryo kryo, Input in, Class<? extends Short> type) {
            return (short) in.readVarInt(false);
        }
    }

    static final class OfInteger extends Serializer<Integer> {
        @Override
        public void write(Kryo kryo, Output out, Integer value) {
            out.writeVarInt(value, false);
        }

        @Override
        public Integer read(Kryo kryo, Input in, Class<? extends Integer> type) {
            return in.readVarInt(false);
        }
    }

    static final class OfLong extends Serializer<Long> {
        @Override
        public void write(Kryo kryo, Output out, Long value) {
            out.writeVarLong(value, false);
        }

        @Override
        public Long read(Kryo kryo, Input in, Class<? extends Long> type) {
            return in.readVarLong(false);
        }
    }

    static final class OfFloat extends Serializer<Float> {
        @Override
        public void write(Kryo kryo, Output out, Float value) {
            out.writeFloat(value);
        }

        @Override
        public Float read(Kryo kryo, Input in, Class<? extends Float> type) {
            return in.readFloat();
        }
    }

    static final class OfDouble extends Serializer<Double> {
        @Override
        public void write(Kryo kryo, Output out, Double value) {
            out.writeDouble(value);
        }

        @Override
        public Double read(Kryo kryo, Input in, Class<? extends Double> type) {
            return in.readDouble();
        }
    }

    static final class OfUuid extends Serializer<UUID> {
        @Override
        public void write(Kryo kryo, Output out, UUID value) {
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        }

        @Override
        public UUID read(Kryo kryo, Input in, Class<? extends UUID> type) {
            return new UUID(in.readLong(), in.readLong());
        }
    }

    /** The instant stands, should the zone have other rules here. */
    static final class OfZonedDateTime extends Serializer<ZonedDateTime> {
        @Override
        public void write(Kryo kryo, Output out, ZonedDateTime value) {
            LocalDateTime local = value.toLocalDateTime();
            out.writeVarLong(local.toLocalDate().toEpochDay(), false);
            out.writeVarLong(local.toLocalTime().toNanoOfDay(), true);
            out.writeVarInt(value.getOffset().getTotalSeconds(), false);
            ((Sink) out).writeText(value.getZone().getId());
        }

        @Override
        public ZonedDateTime read(Kryo kryo, Input in, Class<? extends ZonedDateTime> type) {
            LocalDateTime local = LocalDateTime.of(
                    LocalDate.ofEpochDay(in.readVarLong(false)), LocalTime.ofNanoOfDay(in.readVarLong(true)));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.readVarInt(false));
            return ZonedDateTime.ofInstant(local, offset, ZoneId.of(((Source) in).readText()));
        }
    }

    /** A region. */
    static final class OfZone extends Serializer<ZoneId> {
        @Override
        public void write(Kryo kryo, Output out, ZoneId value) {
            ((Sink) out).writeText(value.getId());
        }

        @Override
        public ZoneId read(Kryo kryo, Input in, Class<? extends ZoneId> type) {
            return ZoneId.of(((Source) in).readText());
        }
    }

    static final class OfLocale extends Serializer<Locale> {
        @Override
        public void write(Kryo kryo, Output out, Locale value) {
            if (!value.getScript().isEmpty() || value.hasExtensions()) {
                throw new NeedsJavaException("a Locale with script or extensions");
            }
            Sink sink = (Sink) out;
            sink.writeText(value.getLanguage());
            sink.writeText(value.getCountry());
            sink.writeText(value.getVariant());
        }

        @Override
        public Locale read(Kryo kryo, Input in, Class<? extends Locale> type) {
            Source source = (Source) in;
            return new Locale(source.readText(), source.readText(), source.readText());
        }
    }

    static final class OfCurrency extends Serializer<Currency> {
        @Override
        public void write(Kryo kryo, Output out, Currency value) {
            ((Sink) out).writeText(value.getCurrencyCode());
        }

        @Override
        public Currency read(Kryo kryo, Input in, Class<? extends Currency> type) {
            return Currency.getInstance(((Source) in).readText());
        }
    }

    static final class OfUri extends Serializer<URI> {
        @Override
        public void write(Kryo kryo, Output out, URI value) {
            ((Sink) out).writeText(value.toString());
        }

        @Override
        public URI read(Kryo kryo, Input in, Class<? extends URI> type) {
            return URI.create(((Source) in).readText());
        }
    }

    static final class OfBigInteger extends Serializer<BigInteger> {
        @Override
        public void write(Kryo kryo, Output out, BigInteger value) {
            writeInteger(out, value);
        }

        @Override
        public BigInteger read(Kryo kryo, Input in, Class<? extends BigInteger> type) {
            return readInteger(in);
        }
    }

    static final class OfBigDecimal extends Serializer<BigDecimal> {
        @Override
        public void write(Kryo kryo, Output out, BigDecimal value) {
            BigInteger unscaled = value.unscaledValue();
            out.writeVarInt(value.scale(), false);
            writeInteger(out, unscaled);
        }

        @Override
        public BigDecimal read(Kryo kryo, Input in, Class<? extends BigDecimal> type) {
            int scale = in.readVarInt(false);
            return new BigDecimal(readInteger(in), scale);
        }
    }

    static final class OfAtomicBoolean extends Serializer<AtomicBoolean> {
        @Override
        public void write(Kryo kryo, Output out, AtomicBoolean value) {
            out.writeBoolean(value.get());
        }

        @Override
        public AtomicBoolean read(Kryo kryo, Input in, Class<? extends AtomicBoolean> type) {
            return new AtomicBoolean(in.readBoolean());
        }
    }

    static final class OfAtomicInteger extends Serializer<AtomicInteger> {
        @Override
        public void write(Kryo kryo, Output out, AtomicInteger value) {
            out.writeVarInt(value.get(), false);
        }

        @Override
        public AtomicInteger read(Kryo kryo, Input in, Class<? extends AtomicInteger> type) {
            return new AtomicInteger(in.readVarInt(false));
        }
    }

    static final class OfAtomicLong extends Serializer<AtomicLong> {
        @Override
        public void write(Kryo kryo, Output out, AtomicLong value) {
            out.writeVarLong(value.get(), false);
        }

        @Override
        public AtomicLong read(Kryo kryo, Input in, Class<? extends AtomicLong> type) {
            return new AtomicLong(in.readVarLong(false));
        }
    }
}
