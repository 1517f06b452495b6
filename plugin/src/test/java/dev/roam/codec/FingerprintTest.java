package dev.roam.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void it_is_murmur3() {
        assertThat(of("")).isEqualTo(new Fingerprint(0, 0));
        assertThat(of("hello")).isEqualTo(new Fingerprint(0xcbd8a7b341bd9b02L, 0x5b1e906a48ae1d19L));
        assertThat(of("The quick brown fox jumps over the lazy dog"))
                .isEqualTo(new Fingerprint(0xe34bbc7bbc071b6cL, 0x7a433ca9c49a9347L));
    }

    @Test
    void equal_bytes_have_equal_fingerprints_and_strings_of_one_hashCode_do_not() {
        assertThat(of("Aa")).isEqualTo(of("Aa")).hasSameHashCodeAs(of("Aa")).isNotEqualTo(of("BB"));
    }

    @Test
    void every_single_bit_counts_and_so_does_the_length() {
        byte[] bytes = new byte[100];
        new Random(1).nextBytes(bytes);
        Set<Fingerprint> seen = new HashSet<>();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(seen.add(Fingerprint.of(bytes))).isTrue();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        for (int length = 0; length < 100; length++) {
            assertThat(seen.add(Fingerprint.of(new byte[length]))).isTrue();
        }
    }

    private static Fingerprint of(String text) {
        return Fingerprint.of(text.getBytes(US_ASCII));
    }
}
