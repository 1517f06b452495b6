package dev.roam.it;

import static dev.roam.it.harness.Application.FACES;
import static dev.roam.it.harness.Application.SPRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Application;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnFrameworks;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promises 1, 2, 4 and 11 with what frameworks keep in sessions: an application on Spring MVC and Spring Security, and one on CDI and Jakarta
 * Faces, show the pages that they show on a stock server. By name, so that the test that kills a node is the last and nobody waits for its restart.
 */
@OnFrameworks
@TestMethodOrder(MethodOrderer.MethodName.class)
class FrameworksIT {

    private final List<Node> stock;
    private final Cluster roam;

    FrameworksIT(Cluster stock, Cluster roam) {
        this.stock = stock.nodes();
        this.roam = roam;
    }

    @BeforeEach
    void start_the_missing_node() {
        roam.heal();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPRING", "FACES"})
    void one_node_shows_the_same_pages_as_a_stock_server(Application application) throws IOException {
        List<String> expected = Tour.pages(application, stock);
        assertThat(Tour.pages(application, List.of(roam.node(0)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"SPRING", "FACES"})
    void two_nodes_in_turn_show_the_same_pages_as_a_stock_server(Application application) throws IOException {
        List<String> expected = Tour.pages(application, stock);
        assertThat(Tour.pages(application, roam.nodes())).isEqualTo(expected);
    }

    /** A login, a basket, an order that is half filled in, and two windows with a form in each. */
    @Test
    void what_was_begun_on_a_node_that_was_killed_goes_on_on_the_other_one() throws IOException {
        roam.awaitSafe();
        try (Visit shopper = new Visit(SPRING, List.of(roam.node(0)));
                Visit customer = new Visit(FACES, List.of(roam.node(0)))) {
            Tour spring = Tour.of(shopper);
            Tour faces = Tour.of(customer);
            spring.begin();
            faces.begin();

            roam.node(0).kill();
            roam.awaitSafe();

            shopper.moveTo(roam.node(1));
            spring.goOn();
            assertThat(shopper.lines()).isEqualTo(Tour.pages(SPRING, stock));
            customer.moveTo(roam.node(1));
            faces.goOn();
            assertThat(customer.lines()).isEqualTo(Tour.pages(FACES, stock));
        }
    }
}
