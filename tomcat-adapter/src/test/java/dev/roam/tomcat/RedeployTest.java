package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.SessionRegistry;
import dev.roam.StoreException;
import dev.roam.store.memory.Faults;
import dev.roam.store.memory.MemoryStore;
import java.lang.ref.WeakReference;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.ObjectName;
import org.apache.catalina.core.StandardContext;
import org.apache.tomcat.util.modeler.Registry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of an application that was reloaded or replaced nothing stays behind: no class loader, no thread, no valve, no name. */
class RedeployTest {
    /** Threads that come when they are needed; a thread that ends a moment after its member, which may be an earlier test's. */
    private static final List<String> COMING_AND_GOING = List.of("roam-store-", "roam-connections");

    private static final int ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Held, or its level would be collected. Tomcat logs the failures that the guest provokes. */
    private static final Logger TOMCATS_LOG = Logger.getLogger("org.apache");

    /** The class loaders, and the contexts and managers that were replaced. */
    private final List<WeakReference<Object>> stopped = new ArrayList<>();

    /** Held on to, as by a part of the server that outlives an application. */
    private final List<Object> registries = new ArrayList<>();

    private @Nullable String cookie;
    private int items;

    @BeforeEach
    void quiet() {
        TOMCATS_LOG.setLevel(Level.parse(System.getProperty("test.tomcat.log", "OFF")));
    }

    @Test
    void an_application_is_collected_after_each_of_many_reloads_and_redeployments() throws Exception {
        MemoryStore.Space records = new MemoryStore.Space(System::currentTimeMillis);
        AtomicBoolean down = new AtomicBoolean();
        Faults faults = (key, operation, delivery) -> {
            if (down.get()) {
                throw new StoreException("the test's store is down");
            }
            return delivery.get();
        };
        redeploy(
                () -> new RoamManager((node, application, container, server) ->
                        TestNode.sessions(new MemoryStore(records, faults), application, container)),
                down::set);
    }

    @Test
    void the_cluster_keeps_nothing_of_an_application_either() throws Exception {
        redeploy(Clustered.alone()::manager, down -> {});
    }

    private void redeploy(Supplier<RoamManager> managers, Consumer<Boolean> down) throws Exception {
        try (GuestNode node = new GuestNode()) {
            node.deploy("/guest", managers.get(), context -> {});
            node.start();
            use(node, down);
            String before = surroundings(node);
            for (int round = 0; round < ROUNDS; round++) {
                endInTheMiddleOfRequests(node, context -> context.reload());
                use(node, down);
                await("after a reload all is as it was: " + before, () -> surroundings(node)
                        .equals(before));
                endInTheMiddleOfRequests(node, context -> {
                    stopped.add(new WeakReference<>(context));
                    stopped.add(new WeakReference<>(context.getManager()));
                    node.tomcat.getHost().removeChild(context);
                    node.deploy("/guest", managers.get(), next -> {});
                });
                use(node, down);
            }
            await("after a redeployment all is as it was: " + before, () -> surroundings(node)
                    .equals(before));
            await("the stopped applications are collected", this::areAllCollected);
            assertThat(registries).hasSize(2 * ROUNDS).doesNotContainNull();
            await(
                    "the running one has two threads to call the store at most",
                    () -> threads(name -> name.startsWith("roam-store-")) <= 2);
        }
    }

    private static StandardContext context(GuestNode node) {
        return (StandardContext) node.tomcat.getHost().findChild("/guest");
    }

    /** Everything that an application does with sessions, and what goes wrong there. */
    private void use(GuestNode node, Consumer<Boolean> down) {
        boolean first = cookie == null;
        items++;
        assertThat(get(node, "/cart").body()).isEqualTo(Integer.toString(items));
        if (!first) {
            assertThat(get(node, "/who").body()).isEqualTo("Employee");
            assertThat(get(node, "/read").body()).isEqualTo("null");
        }
        assertThat(get(node, "/login").body()).isEqualTo("Employee");
        get(node, "/attributes");
        get(node, "/async");
        items++;
        assertThat(node.get("/guest/fail", cookie).statusCode()).isEqualTo(500);
        down.accept(true);
        int failed = node.get("/guest/attributes", null).statusCode();
        down.accept(false);
        assertThat(failed).isIn(200, 503);
    }

    private HttpResponse<String> get(GuestNode node, String page) {
        HttpResponse<String> response = node.get("/guest" + page, cookie);
        assertThat(response.statusCode()).as(page).isEqualTo(200);
        String brought = TestNode.cookie(response);
        cookie = brought == null ? cookie : brought;
        return response;
    }

    /** Two requests are in their sessions while the application stops, and go on afterwards. */
    private void endInTheMiddleOfRequests(GuestNode node, Consumer<StandardContext> end) throws Exception {
        StandardContext context = context(node);
        stopped.add(new WeakReference<>(context.getLoader().getClassLoader()));
        registries.add(context.getServletContext().getAttribute(SessionRegistry.class.getName()));
        String other = TestNode.newCookie(node.get("/guest/cart", null));
        GuestNode.Held held = GuestNode.hold(context, 2);
        CompletableFuture<?> fresh = CompletableFuture.runAsync(() -> node.get("/guest/hold", null));
        CompletableFuture<?> known = CompletableFuture.runAsync(() -> node.get("/guest/hold", other));
        held.await();
        end.accept(context);
        held.released().countDown();
        fresh.get(20, TimeUnit.SECONDS);
        known.get(20, TimeUnit.SECONDS);
    }

    private static String surroundings(GuestNode node) {
        long threads = threads(
                name -> name.startsWith("roam-") && COMING_AND_GOING.stream().noneMatch(name::startsWith));
        StandardContext context = context(node);
        return threads + " threads, managers " + managers() + ", valves "
                + Arrays.stream(context.getPipeline().getValves())
                        .map(valve -> valve.getClass().getSimpleName())
                        .toList()
                + ", listeners of the context " + context.findLifecycleListeners().length + " and "
                + context.findContainerListeners().length + ", of the server "
                + node.tomcat.getServer().findLifecycleListeners().length;
    }

    private static long threads(Predicate<String> name) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name)
                .count();
    }

    private static int managers() {
        try {
            return Registry.getRegistry(null, null)
                    .getMBeanServer()
                    .queryNames(new ObjectName("Tomcat*:type=Manager,*"), null)
                    .size();
        } catch (javax.management.MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean areAllCollected() {
        System.gc();
        return stopped.stream().allMatch(one -> one.get() == null);
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "Not within " + PATIENCE + ": " + what + "; of " + stopped.size() + " still here: "
                                + stopped.stream()
                                        .map(WeakReference::get)
                                        .filter(java.util.Objects::nonNull)
                                        .toList());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
