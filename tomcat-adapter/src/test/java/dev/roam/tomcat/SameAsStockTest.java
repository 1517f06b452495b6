package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.session.StandardManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Promise 11: the same requests on the stock manager and on Roam give the same answers and the same events in the same order. */
class SameAsStockTest {
    private static final List<String> EVENTS = Collections.synchronizedList(new ArrayList<>());

    /** Writes down every event, and what of the session can be read in it. */
    static final class Listener implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
        private final String name;

        Listener(String name) {
            this.name = name;
        }

        private void note(String event) {
            EVENTS.add(name + " " + event);
        }

        @Override
        public void sessionCreated(HttpSessionEvent event) {
            event.getSession().setAttribute("byListener" + name, "set on creation");
            note("created, new " + event.getSession().isNew());
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            HttpSession session = event.getSession();
            note("destroyed, reads " + session.getAttribute("text") + " of " + names(session));
            session.setAttribute("atTheEnd" + name, new Bound("atTheEnd" + name));
            session.invalidate();
        }

        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            note("added " + event.getName() + "=" + event.getValue());
        }

        @Override
        public void attributeRemoved(HttpSessionBindingEvent event) {
            note("removed " + event.getName() + "=" + event.getValue());
        }

        @Override
        public void attributeReplaced(HttpSessionBindingEvent event) {
            note("replaced " + event.getName() + "=" + event.getValue());
        }

        @Override
        public void sessionIdChanged(HttpSessionEvent event, String oldId) {
            note("id changed " + !event.getSession().getId().equals(oldId));
        }
    }

    static final class Bound implements HttpSessionBindingListener, Serializable {
        private static final long serialVersionUID = 1L;

        private final String name;

        Bound(String name) {
            this.name = name;
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            EVENTS.add(name + " bound as " + event.getName());
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            EVENTS.add(name + " unbound from " + event.getName() + ", session can be read "
                    + answer(() -> event.getSession().getAttribute("text")));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<String> names(HttpSession session) {
        List<String> names = Collections.list(session.getAttributeNames());
        Collections.sort(names);
        return names;
    }

    private static String answer(Supplier<@Nullable Object> question) {
        try {
            return String.valueOf(question.get());
        } catch (IllegalStateException | IllegalArgumentException e) {
            return e.getClass().getSimpleName() + " "
                    + String.valueOf(e.getMessage()).replaceAll("\\[[^]]*]", "[]");
        }
    }

    /** What happens in one request, and what is written down of it. */
    private interface Step {
        void run(HttpServletRequest request, List<String> answers);
    }

    private static final List<Step> STEPS = List.of(
            (request, answers) -> answers.add("before " + (request.getSession(false) == null)),
            (request, answers) -> {
                HttpSession session = request.getSession();
                answers.add("new " + session.isNew() + " names " + names(session));
                answers.add("timeout " + session.getMaxInactiveInterval());
                answers.add("times equal " + (session.getCreationTime() == session.getLastAccessedTime()));
                session.setAttribute("text", "one");
                session.setAttribute("bound", new Bound("first"));
                answers.add("same object " + (request.getSession() == session));
                answers.add("no such " + session.getAttribute("none") + answer(() -> session.getAttribute(null)));
                answers.add(answer(() -> {
                    session.setAttribute(null, "x");
                    return "set";
                }));
            },
            (request, answers) -> {
                HttpSession session = request.getSession();
                answers.add("new " + session.isNew() + " names " + names(session));
                answers.add("later " + (session.getLastAccessedTime() >= session.getCreationTime()));
                session.setAttribute("text", "two");
                session.setAttribute("text", "two");
                Object bound = session.getAttribute("bound");
                session.setAttribute("bound", bound);
                session.setAttribute("bound", new Bound("second"));
                session.removeAttribute("none");
                session.setAttribute("removed", "soon");
                session.setAttribute("removed", null);
                session.setMaxInactiveInterval(77);
            },
            (request, answers) -> {
                HttpSession session = request.getSession();
                answers.add("timeout " + session.getMaxInactiveInterval());
                String id = session.getId();
                String changed = request.changeSessionId();
                answers.add("changed " + !changed.equals(id) + session.getId().equals(changed));
                answers.add("valid " + request.isRequestedSessionIdValid() + request.isRequestedSessionIdFromCookie());
                answers.add("names " + names(session));
            },
            (request, answers) -> {
                HttpSession session = request.getSession();
                session.removeAttribute("bound");
                session.setAttribute("last", new Bound("last"));
                session.invalidate();
                answers.add(answer(() -> session.getAttribute("text")));
                answers.add(answer(session::getAttributeNames));
                answers.add(answer(session::getCreationTime));
                answers.add(answer(session::getLastAccessedTime));
                answers.add(answer(session::isNew));
                answers.add(answer(session::getMaxInactiveInterval));
                answers.add("id readable " + (session.getId() != null));
                answers.add(answer(() -> {
                    session.setAttribute("text", "x");
                    return "set";
                }));
                answers.add(answer(() -> {
                    session.removeAttribute("text");
                    return "removed";
                }));
                answers.add(answer(() -> {
                    session.invalidate();
                    return "invalidated";
                }));
                answers.add(answer(() -> {
                    session.setMaxInactiveInterval(1);
                    return "timeout set";
                }));
                answers.add("gone " + (request.getSession(false) == null));
                answers.add("another " + request.getSession().isNew());
            },
            (request, answers) -> {
                HttpSession session = request.getSession();
                answers.add("names " + names(session));
                session.invalidate();
                HttpSession next = request.getSession();
                next.setAttribute("text", "in the next");
                answers.add("names " + names(next));
            },
            (request, answers) -> answers.add("names " + names(request.getSession(false))));

    private static List<String> play(TestNode node) {
        EVENTS.clear();
        List<String> answers = new ArrayList<>();
        node.with(SameAsStockTest::addListeners);
        for (int i = 0; i < STEPS.size(); i++) {
            Step step = STEPS.get(i);
            node.page("/" + i, (request, response) -> step.run(request, answers));
        }
        try (node) {
            node.start();
            String cookie = null;
            for (int i = 0; i < STEPS.size(); i++) {
                answers.add("step " + i);
                String next = TestNode.cookie(node.get("/" + i, cookie));
                answers.add("cookie " + (next != null));
                cookie = next == null ? cookie : next;
                answers.addAll(EVENTS);
                EVENTS.clear();
            }
        }
        return answers;
    }

    private static void addListeners(Context context) {
        context.addLifecycleListener(event -> {
            if (event.getType().equals("configure_start")) {
                for (String name : new String[] {"A", "B"}) {
                    Listener listener = new Listener(name);
                    context.setApplicationLifecycleListeners(
                            append(context.getApplicationLifecycleListeners(), listener));
                    context.setApplicationEventListeners(append(context.getApplicationEventListeners(), listener));
                }
            }
        });
    }

    private static Object[] append(Object[] listeners, Object listener) {
        Object[] longer = java.util.Arrays.copyOf(listeners, listeners.length + 1);
        longer[listeners.length] = listener;
        return longer;
    }

    @Test
    void one_node_answers_and_fires_as_a_stock_one() {
        List<String> stock = play(new TestNode(new StandardManager()));
        List<String> roam = play(TestNode.on(new TestStore()));

        assertThat(stock).hasSizeGreaterThan(60);
        assertThat(roam).containsExactlyElementsOf(stock);
    }
}
