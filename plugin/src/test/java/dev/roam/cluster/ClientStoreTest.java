package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.store.Store;
import dev.roam.store.StoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every test of the contract, through a client of two members. */
class ClientStoreTest extends StoreContract {
    @SuppressWarnings("NullAway.Init")
    private static DataMembers members;

    @SuppressWarnings("NullAway.Init")
    private static ClientCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private static Store store;

    @BeforeAll
    static void start() {
        members = new DataMembers(2);
        cluster = ClientCluster.join(members.client());
        store = cluster.open("localhost/shop##1", Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        store.close();
        cluster.close();
        members.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Test
    void a_client_holds_no_records_and_owns_no_key() {
        assertThat(store.holdsRecords()).isFalse();
        assertThat(store.owns(key)).isFalse();
    }

    @Test
    void a_client_says_whose_client_it_is() {
        assertThat(cluster.describe()).startsWith("client of " + members.clusterName + ", 2 members (127.0.0.1:");
    }
}
