package dev.roam.user;

import static dev.roam.user.Users.enter;
import static dev.roam.user.Users.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an owner makes of a user's record. */
class UserOperationTest {
    private final Users users = new Users();

    private static UserOperation within(String key, long number, int limit) {
        return new UserOperation.Enter(key, id(number), limit, false, false);
    }

    private static UserOperation endingOldest(String key, long number, int limit) {
        return new UserOperation.Enter(key, id(number), limit, true, false);
    }

    private static Login login(UserAnswer answer, String key) {
        return Objects.requireNonNull(answer.logins().get(key));
    }

    @Test
    void a_session_that_enters_is_there_with_the_owners_time() {
        UserAnswer answer = users.run(enter("a", 1));

        assertThat(answer.accepted()).isTrue();
        assertThat(answer.logins()).containsExactly(Map.entry("a", new Login(id(1), Users.NOW, false)));
        assertThat(users.run(new UserOperation.Find()).logins()).isEqualTo(answer.logins());
    }

    @Test
    void an_entering_that_arrives_twice_changes_nothing_and_is_backed_up_again() {
        users.run(enter("a", 1));
        UserRecord before = users.record;

        UserDecision again = enter("a", 1).decide(before, Users.NOW + 99);

        assertThat(again.answer().accepted()).isTrue();
        assertThat(again.stores()).isTrue();
        assertThat(again.next()).isEqualTo(before);
    }

    @Test
    void a_leaving_takes_its_own_entering_out_and_no_later_one() {
        users.run(enter("a", 1));
        users.run(enter("a", 2));
        users.run(new UserOperation.Leave("a", id(1)));
        assertThat(users.logins()).containsOnlyKeys("a");

        users.run(new UserOperation.Leave("a", id(2)));

        assertThat(users.logins()).isEmpty();
    }

    @Test
    void an_entering_that_arrives_after_it_left_or_was_replaced_changes_nothing() {
        users.run(enter("a", 1));
        users.run(enter("a", 2));
        users.run(enter("a", 1));
        assertThat(users.logins().get("a")).isEqualTo(new Login(id(2), Users.NOW + 1, false));
        users.run(new UserOperation.Leave("a", id(2)));

        UserAnswer late = users.run(enter("a", 2));

        assertThat(late.accepted()).as("nobody has too many sessions").isTrue();
        assertThat(users.logins()).isEmpty();
    }

    @Test
    void a_leaving_that_overtakes_its_entering_keeps_it_out() {
        users.run(new UserOperation.Leave("a", id(1)));

        users.run(enter("a", 1));

        assertThat(users.logins()).isEmpty();
    }

    @Test
    void what_left_is_forgotten_after_five_minutes_and_an_empty_record_is_none() {
        users.run(enter("a", 1));
        users.run(new UserOperation.Leave("a", id(1)));
        users.run(new UserOperation.Prune(Map.of()));
        assertThat(users.record).isNotNull();

        users.now += UserRecord.MEMORY_MILLIS + 1;
        users.run(new UserOperation.Prune(Map.of()));

        assertThat(users.record).isNull();
        assertThat(users.run(new UserOperation.Find()).logins()).isEmpty();
    }

    @Test
    void no_more_than_64_that_left_are_remembered_and_those_are_the_latest() {
        for (int i = 1; i <= 65; i++) {
            users.run(enter("a", i));
            users.run(new UserOperation.Leave("a", id(i)));
        }

        assertThat(Objects.requireNonNull(users.record).left())
                .hasSize(64)
                .containsKey(id(65))
                .doesNotContainKey(id(1));
    }

    @Test
    void a_login_above_the_limit_is_refused_and_changes_nothing() {
        users.run(within("a", 1, 2));
        users.run(within("b", 2, 2));

        UserDecision third = within("c", 3, 2).decide(users.record, Users.NOW);

        assertThat(third.answer().accepted()).isFalse();
        assertThat(third.answer().logins()).containsOnlyKeys("a", "b");
        assertThat(third.stores()).isFalse();
    }

    @Test
    void a_session_that_enters_again_is_no_additional_one() {
        users.run(within("a", 1, 1));

        assertThat(users.run(within("a", 2, 1)).accepted()).isTrue();
        assertThat(users.run(endingOldest("a", 3, 1)).logins().get("a"))
                .isEqualTo(new Login(id(3), Users.NOW + 2, false));
    }

    @Test
    void above_the_limit_the_oldest_are_leaving_and_count_no_more() {
        users.run(enter("a", 1));
        users.run(enter("b", 2));
        users.run(enter("c", 3));

        UserAnswer answer = users.run(endingOldest("d", 4, 2));

        assertThat(answer.accepted()).isTrue();
        assertThat(login(answer, "a").leaving()).isTrue();
        assertThat(login(answer, "b").leaving()).isTrue();
        assertThat(login(answer, "c").leaving()).isFalse();
        assertThat(users.run(within("e", 5, 3)).accepted())
                .as("c and d alone count")
                .isTrue();
        assertThat(users.run(endingOldest("d", 4, 2)).logins())
                .as("and a repeat ends no more")
                .extractingByKey("c")
                .isEqualTo(new Login(id(3), Users.NOW + 2, false));
    }

    @Test
    void a_session_that_is_leaving_and_logs_in_again_needs_room_like_any_other() {
        users.run(endingOldest("a", 1, 1));
        users.run(endingOldest("b", 2, 1));

        assertThat(users.run(within("a", 3, 1)).accepted()).isFalse();
        assertThat(login(users.run(within("a", 4, 2)), "a").leaving()).isFalse();
    }

    @Test
    void a_session_that_may_be_stored_already_is_not_refused_but_leaving_itself() {
        users.run(within("a", 1, 1));

        UserAnswer answer = users.run(new UserOperation.Enter("b", id(2), 1, false, true));

        assertThat(answer.accepted()).isTrue();
        assertThat(login(answer, "b").leaving()).isTrue();
        assertThat(login(answer, "a").leaving()).isFalse();
    }

    @Test
    void a_session_that_is_leaving_goes_on_leaving_when_it_is_entered_again() {
        users.run(endingOldest("a", 1, 1));
        users.run(endingOldest("b", 2, 1));

        UserAnswer again = users.run(new UserOperation.Enter("a", id(3), 1, true, true));

        assertThat(login(again, "a")).isEqualTo(new Login(id(3), Users.NOW + 2, true));
        assertThat(login(again, "b").leaving()).isFalse();
    }

    @Test
    void pruning_takes_out_what_it_names_and_nothing_that_entered_since() {
        users.run(enter("a", 1));
        users.run(enter("b", 2));
        users.run(enter("b", 3));

        users.run(new UserOperation.Prune(Map.of("a", id(1), "b", id(2))));

        assertThat(users.logins()).containsOnlyKeys("b");
        assertThat(Objects.requireNonNull(users.record).checked()).isEqualTo(Users.NOW + 3);
    }

    @Test
    void a_record_is_to_be_checked_when_nobody_has_for_long_and_whenever_somebody_is_leaving() {
        users.run(endingOldest("a", 1, 1));
        assertThat(Objects.requireNonNull(users.record).isToBeChecked(Users.NOW))
                .isFalse();
        assertThat(users.record.isToBeChecked(Users.NOW + 1)).isTrue();

        users.run(endingOldest("b", 2, 1));

        assertThat(users.record.isToBeChecked(0)).isTrue();
    }

    @Test
    void of_two_parts_of_a_cluster_the_logins_of_both_stay_but_for_those_that_left_in_either() {
        users.run(enter("both", 1));
        users.run(enter("gone", 2));
        UserRecord before = Objects.requireNonNull(users.record);
        users.run(enter("here", 3));
        users.run(new UserOperation.Leave("gone", id(2)));
        UserRecord here = Objects.requireNonNull(users.record);
        users.record = before;
        users.run(enter("there", 4));
        users.run(enter("both", 5));
        UserRecord there = Objects.requireNonNull(users.record);

        assertThat(here.merged(there)).isEqualTo(there.merged(here));
        assertThat(here.merged(there).logins()).containsOnlyKeys("both", "here", "there");
        assertThat(Objects.requireNonNull(here.merged(there).logins().get("both"))
                        .id())
                .isEqualTo(id(5));
    }
}
