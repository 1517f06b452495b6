package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.StoreException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.SessionHandler.ServletSessionApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thread that is in no request (a WebSocket's, one of the application's own) sees what is stored now and stores what it changes at once, also while
 * requests of that session are in, which may last for hours.
 */
@Timeout(60)
class OutsideRequestsTest {
    private final SharedRecords records = new SharedRecords();
    private final Map<String, TestNode.Action> actions = new ConcurrentHashMap<>();
    private final Browser browser = new Browser();
    private final AtomicReference<@Nullable HttpSession> held = new AtomicReference<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final TestNode a = new TestNode("a", records, actions);
    private final TestNode b = new TestNode("b", records, actions);

    @BeforeEach
    void start() throws Exception {
        actions.put("/begin", (request, response) -> {
            request.getSession().setAttribute("value", "first");
            held.set(request.getSession());
        });
        actions.put(
                "/set", (request, response) -> request.getSession().setAttribute("value", request.getParameter("to")));
        actions.put("/read", (request, response) -> response.getWriter()
                .print(request.getSession().getAttribute("value")));
        actions.put("/invalidate", (request, response) -> request.getSession().invalidate());
        actions.put("/blocked", (request, response) -> {
            request.getSession().getAttribute("value");
            reached.countDown();
            assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
        });
        actions.put("/asynchronous", (request, response) -> {
            request.getSession().getAttribute("value");
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            new Thread(() -> {
                        await(released);
                        async.complete();
                    })
                    .start();
            reached.countDown();
        });
        a.start();
        b.start();
        browser.get(a, "/begin");
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        a.stop();
        b.stop();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpSession held() {
        return Objects.requireNonNull(held.get());
    }

    private CompletableFuture<?> underWay(String page) throws Exception {
        return Browser.HTTP.sendAsync(browser.request(a, page).build(), BodyHandlers.ofString());
    }

    @Test
    void a_thread_of_no_request_sees_what_another_node_has_stored_while_a_request_is_in() throws Exception {
        CompletableFuture<?> blocked = underWay("/blocked");
        await(reached);

        browser.get(b, "/set?to=second");
        assertThat(held().getAttribute("value")).isEqualTo("second");

        browser.get(b, "/invalidate");
        assertThatThrownBy(() -> held().getAttribute("value")).isInstanceOf(IllegalStateException.class);
        released.countDown();
        blocked.get(20, TimeUnit.SECONDS);
    }

    @Test
    void what_it_changes_is_stored_at_once_while_a_request_is_in() throws Exception {
        CompletableFuture<?> blocked = underWay("/blocked");
        await(reached);

        held().setAttribute("value", "outside");

        assertThat(browser.get(b, "/read").body()).isEqualTo("outside");
        released.countDown();
        blocked.get(20, TimeUnit.SECONDS);
    }

    @Test
    void it_is_told_that_its_change_could_not_be_stored() {
        records.unreachable(true);

        assertThatThrownBy(() -> held().setAttribute("value", "outside")).isInstanceOf(StoreException.class);
    }

    @Test
    void the_threads_of_an_asynchronous_request_ask_together() throws Exception {
        CompletableFuture<?> asynchronous = underWay("/asynchronous");
        await(reached);
        RoamSession session = (RoamSession) Objects.requireNonNull(ServletSessionApi.getSession(held()));
        while (!session.outside().hasAsynchronous()) {
            Thread.onSpinWait();
        }
        records.forgetOperations();

        for (int i = 0; i < 20; i++) {
            held().getAttribute("value");
        }
        assertThat(records.operations()).hasSizeLessThanOrEqualTo(2);
        held().setAttribute("value", "late");
        assertThat(browser.get(b, "/read").body()).isEqualTo("late");

        released.countDown();
        asynchronous.get(20, TimeUnit.SECONDS);
    }
}
