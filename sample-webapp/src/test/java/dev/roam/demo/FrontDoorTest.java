package dev.roam.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrontDoorTest {

    private final List<HttpServer> nodes = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private URI address;
    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            nodes.add(node(name));
        }
        int port = new Ports(28_080).take();
        address = URI.create("http://127.0.0.1:" + port + "/");
        door = FrontDoor.open(
                port,
                nodes.stream()
                        .map(node -> URI.create(
                                "http://127.0.0.1:" + node.getAddress().getPort()))
                        .toList());
    }

    @AfterEach
    void close() {
        door.close();
        nodes.forEach(node -> node.stop(0));
    }

    @Test
    void a_session_cookie_holds_nobody_to_a_node() throws Exception {
        assertThat(List.of(ask(), ask(), ask())).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void what_a_dead_node_refuses_goes_to_the_next() throws Exception {
        nodes.get(1).stop(0);

        assertThat(List.of(ask(), ask(), ask(), ask(), ask(), ask())).containsOnly("a", "c");
    }

    private String ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Cookie", "JSESSIONID=1234.a")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static HttpServer node(String name) throws IOException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            byte[] answer = name.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        node.start();
        return node;
    }
}
