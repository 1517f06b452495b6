package dev.roam.it;

import dev.roam.it.harness.Application;
import dev.roam.it.harness.Node;
import java.io.IOException;
import java.util.List;

/** What a visit does with an application, in two halves: the first leaves behind in the session what the second goes on with. */
abstract class Tour {

    private final Visit visit;

    Tour(Visit visit) {
        this.visit = visit;
    }

    static Tour of(Visit visit) {
        return switch (visit.application()) {
            case SPRING -> new SpringTour(visit);
            case FACES -> new FacesTour(visit);
            case PROBE, PROBE_WITH_BASIC, PROBE_WITH_DIGEST, PROBE_WITHOUT_LOGIN, PROBE_WITH_LIBRARIES ->
                throw new IllegalArgumentException("The probe has no pages for people");
        };
    }

    /** What a whole tour through an application sees on these nodes, request by request in turn. */
    static List<String> pages(Application application, List<Node> nodes) throws IOException {
        try (Visit visit = new Visit(application, nodes)) {
            Tour tour = of(visit);
            tour.begin();
            tour.goOn();
            return visit.lines();
        }
    }

    final Visit visit() {
        return visit;
    }

    abstract void begin() throws IOException;

    abstract void goOn() throws IOException;
}
