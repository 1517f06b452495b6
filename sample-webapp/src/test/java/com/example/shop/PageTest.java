package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void an_age_is_told_in_its_two_largest_units() {
        assertThat(Page.age(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Page.age(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
        assertThat(Page.age(Duration.ofMinutes(185))).isEqualTo("3 h 5 min");
    }

    @Test
    void a_clock_that_is_behind_makes_nothing_older_than_new() {
        assertThat(Page.age(Duration.ofSeconds(-3))).isEqualTo("0 s");
    }
}
