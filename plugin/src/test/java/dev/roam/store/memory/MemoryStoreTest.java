package dev.roam.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Cause;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import dev.roam.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every test of the contract, and what is the memory store's own: shared spaces and faults. */
class MemoryStoreTest extends StoreContract {
    private final MemoryStore.Space space = new MemoryStore.Space(System::currentTimeMillis);
    private final Store store = new MemoryStore(space);

    @Override
    protected Store store() {
        return store;
    }

    @Test
    void nodes_of_one_space_share_its_records() {
        create(1800);

        Answer found = new MemoryStore(space).execute(key, fetch(key, null, null), TIMEOUT);

        assertThat(found).isInstanceOf(Answer.Held.class);
    }

    @Test
    void an_announcement_reaches_every_node_of_the_space_until_it_closes() {
        List<Announcement> heard = new ArrayList<>();
        Store other = new MemoryStore(space);
        other.listen(heard::add);
        Announcement announcement = new Announcement.Ended(key, next(), Cause.INVALIDATED);

        store.announce(announcement);
        other.close();
        store.announce(announcement);

        assertThat(heard).containsExactly(announcement);
    }

    @Test
    void a_lost_answer_leaves_the_operation_done_once_however_often_it_is_sent() {
        Faults loseTheFirstAnswer = new Faults() {
            private boolean lost;

            @Override
            public Answer deliver(String key, Operation operation, java.util.function.Supplier<Answer> delivery) {
                Answer answer = delivery.get();
                if (!lost) {
                    lost = true;
                    throw new StoreException("no answer");
                }
                return answer;
            }
        };
        Store shaky = new MemoryStore(space, loseTheFirstAnswer);
        Operation creation = creation(next(), 1800);

        assertThatThrownBy(() -> shaky.execute(key, creation, TIMEOUT)).isInstanceOf(StoreException.class);
        Answer.Held again = held(shaky.execute(key, creation.repeated(), TIMEOUT));

        assertThat(again.own().counter()).isEqualTo(1);
    }

    @Test
    void a_closed_store_refuses_instead_of_telling_that_there_is_no_session() {
        store.close();

        assertThatThrownBy(() -> run(fetch(key, null, null))).isInstanceOf(StoreException.class);
    }
}
