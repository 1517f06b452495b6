package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void text_does_nothing_but_show_in_an_element_and_in_an_attribute() {
        assertThat(Html.escape("<script>alert('a' & \"b\")</script>"))
                .isEqualTo("&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;");
    }

    @Test
    void other_text_stays_as_it_is() {
        assertThat(Html.escape("Zoë, 名前 🏕")).isEqualTo("Zoë, 名前 🏕");
    }
}
