package dev.roam.tomcat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.authenticator.AuthenticatorBase;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Two valves around each of a context's authenticators, mostly one, so that Roam knows when it is the authenticator that asks for a session, and not a valve of the
 * user's or the application. They are put in place when the manager starts, which is after {@code ContextConfig} has added the authenticator,
 * and taken out when it stops. A pipeline only appends; the one in front is linked in by {@code Valve.setNext}.
 */
final class AuthenticatorGates {
    private static final Logger LOGGER = System.getLogger(AuthenticatorGates.class.getName());

    private final List<Gate> gates = new ArrayList<>();

    /**
     * Puts the valves in place, around every authenticator.
     *
     * @throws LifecycleException if one stands before {@link RequestValve}: what it stores and the ids that it gives would not be
     */
    void insert(Context context) throws LifecycleException {
        Valve previous = null;
        boolean framed = false;
        for (Valve valve : context.getPipeline().getValves()) {
            if (valve instanceof AuthenticatorBase authenticator) {
                if (!framed || previous == null) {
                    throw new LifecycleException(context.getName() + ": the valve "
                            + authenticator.getClass().getName()
                            + " stands before the Manager, so that Roam could not store what it does to sessions; move its"
                            + " <Valve> element behind the <Manager> element in the context's configuration");
                }
                gates.add(link(context, previous, authenticator, new Gate(authenticator, true)));
                Gate after = link(context, authenticator, authenticator.getNext(), new Gate(authenticator, false));
                gates.add(after);
                previous = after;
            } else {
                framed |= valve instanceof RequestValve;
                previous = valve;
            }
        }
        if (gates.isEmpty()) {
            LOGGER.log(
                    Level.DEBUG,
                    "{0}: no authenticator behind Roam''s valve; a request that brings the id of a session opens it"
                            + " wherever Tomcat asks for it.",
                    context.getName());
        }
    }

    private static Gate link(Context context, Valve previous, Valve next, Gate gate) throws LifecycleException {
        gate.setContainer(context);
        gate.setNext(next);
        gate.start();
        previous.setNext(gate);
        return gate;
    }

    /** Takes the valves out. Requests that are between them go on. */
    void remove(Context context) {
        gates.forEach(context.getPipeline()::removeValve);
        gates.clear();
    }

    /** One of the two. */
    private static final class Gate extends ValveBase {
        private final AuthenticatorBase authenticator;
        private final boolean opens;

        Gate(AuthenticatorBase authenticator, boolean opens) {
            super(true);
            this.authenticator = authenticator;
            this.opens = opens;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            RequestState state = CurrentRequest.get();
            if (state != null && opens) {
                state.questions().begin(authenticator);
            } else if (state != null) {
                state.questions().end();
            }
            getNext().invoke(request, response);
        }
    }
}
