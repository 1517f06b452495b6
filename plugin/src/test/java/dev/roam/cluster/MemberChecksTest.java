package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Member;
import dev.roam.Await;
import dev.roam.record.Wire;
import dev.roam.store.hazelcast.AskedMembers;
import dev.roam.store.hazelcast.RecordMergePolicy;
import dev.roam.store.hazelcast.UserMergePolicy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemberChecksTest {
    private static final int HANGS = 1;
    private static final int UNREADABLE = 2;

    private final AskedMembers members = new AskedMembers(MemberChecksTest::answer);

    private static @Nullable Object answer(Member member) {
        return switch (member.getAddress().getPort()) {
            case HANGS -> null;
            case UNREADABLE -> Map.of(MemberFacts.TIME, "no number");
            default -> fit();
        };
    }

    private static Map<String, String> fit() {
        Map<String, String> facts = new HashMap<>();
        facts.put(MemberFacts.TIME, "5000");
        facts.put(MemberFacts.FORMAT, Integer.toString(Wire.FORMAT));
        facts.put(MemberFacts.FACTORY, "true");
        facts.put(MemberFacts.GUARD, "true");
        facts.put(MemberFacts.INDETERMINATE, "true");
        facts.put(MemberFacts.IN_MEMORY, "OBJECT");
        facts.put(MemberFacts.BACKUPS, "1");
        facts.put(MemberFacts.ASYNC_BACKUPS, "0");
        facts.put(MemberFacts.MERGE_POLICY, RecordMergePolicy.class.getName());
        facts.put(MemberFacts.INDEXES, "0");
        facts.put(MemberFacts.EVICTION, "NONE");
        facts.put(MemberFacts.MAX_IDLE, "0");
        facts.put(MemberFacts.TIME_TO_LIVE, "0");
        facts.put(MemberFacts.USERS_IN_MEMORY, "OBJECT");
        facts.put(MemberFacts.USERS_BACKUPS, "1");
        facts.put(MemberFacts.USERS_MERGE_POLICY, UserMergePolicy.class.getName());
        return facts;
    }

    @Test
    void a_member_that_hangs_holds_up_no_answer_of_another() {
        Member hanging = members.join(HANGS);
        try (MemberChecks checks = new MemberChecks(members.instance(), 1)) {
            Await.until("it was asked, and asked again", () -> members.asked(hanging) >= 2);
            assertThat(checks.anyFit()).isFalse();

            members.join(7);

            Await.until("the other one counts", checks::anyFit);
            assertThat(checks.objection()).isNull();
        } finally {
            members.release();
        }
    }

    @Test
    void an_answer_that_cannot_be_read_is_asked_for_again_and_holds_up_no_other() {
        Member unreadable = members.join(UNREADABLE);
        try (MemberChecks checks = new MemberChecks(members.instance(), 1)) {
            Await.until("it was asked again", () -> members.asked(unreadable) >= 3);

            members.join(7);

            Await.until("the other one counts", checks::anyFit);
        }
    }
}
