package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.ApplicationOptions;
import dev.roam.Container;
import dev.roam.Node;
import dev.roam.Sessions;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.core.StandardServer;
import org.junit.jupiter.api.Test;

class ServerHoldTest {
    private final List<String> log = new ArrayList<>();

    private final class Use implements Node {
        @Override
        public <S> Sessions<S> open(ApplicationOptions options, Container<S> container) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            log.add("left");
        }
    }

    private Node use() {
        log.add("joined");
        return new Use();
    }

    @Test
    void the_node_leaves_when_the_server_has_stopped_and_only_then() throws Exception {
        StandardServer server = new StandardServer();
        server.setPort(-1);
        server.init();
        server.start();

        ServerHold.keepUntilStop(server, this::use);
        ServerHold.keepUntilStop(server, this::use);
        assertThat(log).containsExactly("joined");

        server.stop();
        assertThat(log).containsExactly("joined", "left");
        assertThat(server.findLifecycleListeners()).noneMatch(ServerHold.class::isInstance);

        server.start();
        ServerHold.keepUntilStop(server, this::use);
        server.stop();
        server.destroy();
        assertThat(log).containsExactly("joined", "left", "joined", "left");
    }

    @Test
    void without_a_server_nothing_is_held() {
        ServerHold.keepUntilStop(null, this::use);

        assertThat(log).isEmpty();
    }

    @Test
    void a_server_that_does_not_run_and_so_never_stops_holds_nothing() {
        StandardServer server = new StandardServer();

        ServerHold.keepUntilStop(server, this::use);

        assertThat(log).isEmpty();
        assertThat(server.findLifecycleListeners()).noneMatch(ServerHold.class::isInstance);
    }
}
