package dev.roam.store.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemberConfirmationTest {
    private static final Duration AMPLE = Duration.ofSeconds(10);

    @Test
    void one_member_that_says_yes_is_enough_though_another_hangs() {
        AskedMembers members = new AskedMembers(member -> member.getAddress().getPort() == 3 ? true : null);
        members.join(1);
        members.join(2);
        members.join(3);

        boolean confirmed =
                assertTimeoutPreemptively(AMPLE, () -> new MemberConfirmation(members.instance()).getAsBoolean());

        assertThat(confirmed).isTrue();
    }

    @Test
    void no_answer_and_no_are_no_confirmation() {
        AskedMembers members = new AskedMembers(member -> member.getAddress().getPort() == 3 ? false : null);
        members.join(1);
        members.join(2);
        members.join(3);

        boolean confirmed =
                assertTimeoutPreemptively(AMPLE, () -> new MemberConfirmation(members.instance()).getAsBoolean());

        assertThat(confirmed).isFalse();
    }
}
