package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.InEveryEnvironment;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Promises 4 and 10: what becomes of an attribute on its way to another node. */
@InEveryEnvironment
class AttributesIT {

    private final Cluster cluster;

    AttributesIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void what_cannot_be_serialised_costs_another_node_that_attribute_and_no_other() throws IOException {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=before&value=1").expect(200);
            user.get(cluster.node(0), "/local").expect(200);
            user.get(cluster.node(0), "/nested?name=nested").expect(200);
            user.get(cluster.node(0), "/set?name=after&value=2").expect(200);

            for (Node other : new Node[] {cluster.node(1), cluster.node(2)}) {
                assertThat(user.get(other, "/info").expect(200).value("names")).isEqualTo("[after, before]");
                Response values = user.get(other, "/get?name=before&name=nested&name=after")
                        .expect(200);
                assertThat(values.value("before")).isEqualTo("1");
                assertThat(values.value("nested")).isEqualTo("null");
                assertThat(values.value("after")).isEqualTo("2");
            }
            assertThat(user.get(cluster.node(0), "/local").value("same")).isEqualTo("true");
            assertThat(user.get(cluster.node(0), "/get?name=nested").value("nested"))
                    .startsWith("[text, ");
        }
    }

    /** {@code "Aa"} and {@code "BB"} have one {@code hashCode}, and so have all bytes that differ in nothing else. */
    @Test
    void a_change_in_place_counts_even_where_hash_codes_do_not_tell() throws IOException {
        try (Browser user = cluster.user()) {
            for (int i = 0; i < 10; i++) {
                String value = i % 2 == 0 ? "Aa" : "BB";
                user.get(cluster.node(0), "/text?value=" + value).expect(200);
                assertThat(user.get(cluster.node(1 + i % 2), "/get?name=texts").value("texts"))
                        .isEqualTo("[" + value + "]");
            }
        }
    }

    @Test
    void a_node_that_sees_a_session_for_the_first_time_keeps_what_its_request_has_set() throws IOException {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=first&value=old").expect(200);
            user.get(cluster.node(0), "/set?name=second&value=old").expect(200);

            Response own = user.get(cluster.node(1), "/set-then-get?name=first&value=new&other=second")
                    .expect(200);

            assertThat(own.value("first")).isEqualTo("new");
            assertThat(own.value("second")).isEqualTo("old");
            assertThat(user.get(cluster.node(2), "/info").value("names")).isEqualTo("[first, second]");
            assertThat(user.get(cluster.node(2), "/get?name=first").value("first"))
                    .isEqualTo("new");
        }
    }

    @Test
    void an_exception_of_the_application_reaches_the_user_and_what_it_changed_before_is_stored() throws IOException {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=mark&value=before").expect(200);

            Response failed =
                    user.get(cluster.node(0), "/fail?name=mark&value=after").expect(500);

            assertThat(failed.body()).contains("as asked for");
            assertThat(user.get(cluster.node(1), "/get?name=mark").value("mark"))
                    .isEqualTo("after");
        }
    }

    @Test
    void each_of_two_applications_gets_objects_of_its_own_classes() throws IOException {
        try (Browser user = cluster.user();
                Browser other = cluster.userOfOther()) {
            for (int i = 1; i <= 6; i++) {
                assertThat(user.get(cluster.node(i), "/counter").expect(200).number("items"))
                        .isEqualTo(i);
                assertThat(other.get(cluster.node(i), "/counter").expect(200).number("items"))
                        .isEqualTo(i);
            }
        }
    }
}
