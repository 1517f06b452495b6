package dev.roam.it.bench.codec;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bean of eight fields of mixed types. */
final class Customer implements Serializable {
    private static final long serialVersionUID = 1L;

    enum Level {
        BRONZE,
        SILVER,
        GOLD
    }

    private String name = "Ada Lovelace";
    private String email = "ada.lovelace@example.com";
    private int visits = 1_234;
    private long points = 9_876_543_210L;
    private boolean subscribed = true;
    private double rating = 4.75;
    private LocalDate birthday = LocalDate.of(1985, 12, 10);
    private Level level = Level.GOLD;

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Customer that
                && name.equals(that.name)
                && email.equals(that.email)
                && visits == that.visits
                && points == that.points
                && subscribed == that.subscribed
                && Double.compare(rating, that.rating) == 0
                && birthday.equals(that.birthday)
                && level == that.level;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, email, visits, points, subscribed, rating, birthday, level);
    }
}
