package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.StoreException;
import dev.roam.copy.SessionCopy;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request that begins to use a session ends to: one that stays in use would never expire, one that is not would lose in-place changes. */
class UseCountTest {
    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store)
            .page("/begin", (request, response) -> request.getSession().setAttribute("list", new ArrayList<String>()))
            .page("/list", (request, response) -> response.getWriter()
                    .print(request.getSession().getAttribute("list")))
            .page("/untouched", (request, response) -> {})
            .page("/asynchronous", (request, response) -> completesElsewhere(request))
            .page("/asynchronousValid", (request, response) -> {
                request.isRequestedSessionIdValid();
                completesElsewhere(request);
            })
            .page("/asynchronousUse", (request, response) -> {
                request.getSession().getAttribute("list");
                completesElsewhere(request);
            });

    /** As {@code SingleSignOn} does for a user whom it knows: the authenticator then does not ask. */
    private static final class KnowsTheUser extends ValveBase {
        KnowsTheUser() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setUserPrincipal(new GenericPrincipal("ann"));
            getNext().invoke(request, response);
        }
    }

    private static void completesElsewhere(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        async.start(async::complete);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void comesToRestAfterEachPage() throws IOException {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        RoamSession session = node.session(cookie);
        for (String page :
                List.of("/list", "/untouched", "/missing", "/asynchronous", "/asynchronousValid", "/asynchronousUse")) {
            node.get(page, cookie);
            assertThat(TestNode.comesToRest(session)).as(page).isTrue();
        }
    }

    @Test
    void no_request_leaves_its_session_in_use() throws Exception {
        node.start();
        comesToRestAfterEachPage();
    }

    @Test
    void no_request_leaves_its_session_in_use_where_the_authenticator_does_not_ask() throws Exception {
        node.tomcat.getHost().getPipeline().addValve(new KnowsTheUser());
        node.start();
        comesToRestAfterEachPage();
    }

    @Test
    void no_request_leaves_its_session_in_use_that_a_listener_has_looked_at_before() throws Exception {
        node.with(context -> context.addLifecycleListener(event -> {
                    if (event.getType().equals("configure_start")) {
                        ((StandardContext) context).addApplicationEventListener(new ServletRequestListener() {
                            @Override
                            public void requestInitialized(ServletRequestEvent initialized) {
                                ((HttpServletRequest) initialized.getServletRequest()).getSession(false);
                            }
                        });
                    }
                }))
                .start();
        comesToRestAfterEachPage();
    }

    @Test
    void a_request_that_the_store_fails_does_not_end_the_use_of_another() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        node.tomcat.getHost().getPipeline().addValve(new KnowsTheUser());
        node.page("/slow", (request, response) -> {
                    request.getSession().getAttribute("list");
                    reached.countDown();
                    awaitQuietly(released);
                })
                .page("/twice", (request, response) -> {
                    for (int i = 0; i < 2; i++) {
                        assertThatThrownBy(request::getSession).isInstanceOf(StoreException.class);
                    }
                })
                .start();
        String cookie = TestNode.newCookie(node.get("/begin", null));
        RoamSession session = node.session(cookie);
        CompletableFuture<?> slow = CompletableFuture.runAsync(() -> node.get("/slow", cookie));
        reached.await();
        try {
            for (String page : List.of("/list", "/twice")) {
                store.down = true;
                node.get(page, cookie);
                store.down = false;
                node.get("/untouched", null); // on the same connection: the failed one has been recycled
                assertThat(((SessionCopy<?>) session.copy()).inUse()).as(page).isTrue();
            }
        } finally {
            released.countDown();
        }
        slow.get(20, TimeUnit.SECONDS);
        assertThat(TestNode.comesToRest(session)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
