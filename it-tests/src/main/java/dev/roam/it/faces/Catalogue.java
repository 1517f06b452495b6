package dev.roam.it.faces;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;

/** What things cost. Each server has its own; beans in a session hold a proxy of it, which must find the one of the server it comes to. */
@ApplicationScoped
public class Catalogue {

    BigDecimal price(Line line) {
        return BigDecimal.valueOf(line.getName().length())
                .add(new BigDecimal("0.95"))
                .multiply(BigDecimal.valueOf(line.getPieces()));
    }
}
