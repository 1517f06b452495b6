package dev.roam.store.hazelcast;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.version.MemberVersion;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Members of which nothing is there but what they answer to questions. Like Hazelcast's ({@code IExecutorDelegatingFuture}, {@code
 * CancellableDelegatingFuture}), an answer that is cancelled asks its member for that and waits; one that hangs does not reply.
 */
public final class AskedMembers {
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final List<Member> asked = new CopyOnWriteArrayList<>();
    private final Function<Member, @Nullable Object> answers;
    private final CountDownLatch released = new CountDownLatch(1);

    /** @param answers what a member answers; null: it hangs */
    public AskedMembers(Function<Member, @Nullable Object> answers) {
        this.answers = answers;
    }

    /** One that is there from now on. */
    public Member join(int port) {
        try {
            Member member = new MemberImpl.Builder(new Address("127.0.0.1", port))
                    .uuid(UUID.randomUUID())
                    .version(MemberVersion.of("5.7.0"))
                    .localMember(members.isEmpty())
                    .build();
            members.add(member);
            return member;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often it was asked. */
    public long asked(Member member) {
        return asked.stream().filter(member::equals).count();
    }

    /** Lets go of who waits for a member that hangs. */
    public void release() {
        released.countDown();
    }

    /** Has the members, the first of which is this one, and an executor to ask them. */
    public HazelcastInstance instance() {
        IExecutorService executor = (IExecutorService) Proxy.newProxyInstance(
                IExecutorService.class.getClassLoader(),
                new Class<?>[] {IExecutorService.class},
                (proxy, method, arguments) -> ask((Member) arguments[1]));
        Cluster cluster = (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, arguments) -> method.getName().equals("getLocalMember") ? members.get(0) : all());
        return (HazelcastInstance) Proxy.newProxyInstance(
                HazelcastInstance.class.getClassLoader(),
                new Class<?>[] {HazelcastInstance.class},
                (proxy, method, arguments) -> method.getName().equals("getCluster") ? cluster : executor);
    }

    private Set<Member> all() {
        return new LinkedHashSet<>(members);
    }

    private Future<Object> ask(Member member) {
        asked.add(member);
        CompletableFuture<Object> answer = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.cancel(mayInterrupt);
            }
        };
        Object known = answers.apply(member);
        if (known != null) {
            answer.complete(known);
        }
        return answer;
    }
}
