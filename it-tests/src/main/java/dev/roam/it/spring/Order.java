package dev.roam.it.spring;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;

/** What is filled in over several pages; Spring keeps it in the session between them and binds each page's fields to it. */
class Order implements Serializable {

    private static final long serialVersionUID = 1L;

    /** How it is to be wrapped. */
    enum Wrapping {
        NONE,
        RED {
            @Override
            String text() {
                return "in red paper";
            }
        };

        String text() {
            return "as it is";
        }
    }

    private @Nullable String recipient;

    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
    private @Nullable LocalDate day;

    private Wrapping wrapping = Wrapping.NONE;
    private BigDecimal limit = BigDecimal.ZERO;

    public @Nullable String getRecipient() {
        return recipient;
    }

    public void setRecipient(String recipient) {
        this.recipient = recipient;
    }

    public @Nullable LocalDate getDay() {
        return day;
    }

    public void setDay(LocalDate day) {
        this.day = day;
    }

    public Wrapping getWrapping() {
        return wrapping;
    }

    public void setWrapping(Wrapping wrapping) {
        this.wrapping = wrapping;
    }

    public BigDecimal getLimit() {
        return limit;
    }

    public void setLimit(BigDecimal limit) {
        this.limit = limit;
    }
}
