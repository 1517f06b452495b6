package dev.roam.record;

import java.util.Set;

/**
 * What a change made of a record. The counter orders the versions of one history; the lineage, a hash chained over every commit id since the
 * create and the names of what it wrote, tells histories apart. A counter with the id of its last commit would not: when an owner dies with two
 * unacknowledged changes and only the later one is repeated, on top of a third, both agree although the contents differ. Commit ids alone would not
 * either: a change that was applied in full by an owner that died may give way when it is sent again.
 *
 * @param counter number of changes since the create, which is 1
 * @param lineage 64 bits; equal lineages have, but for hash collisions, equal histories
 */
public record Version(long counter, long lineage) {
    /** Before the create. */
    public static final Version NONE = new Version(0, 0);

    /**
     * The version that a change makes of this one.
     *
     * @param by the change's id
     * @param effect tells apart what one change may come to: sent again after a failover it may give way where it did not before
     */
    Version next(CommitId by, long effect) {
        long chained = mix(lineage ^ by.writer().high());
        chained = mix(chained ^ by.writer().low());
        chained = mix(chained ^ by.number() ^ counter);
        return new Version(counter + 1, mix(chained ^ effect));
    }

    /** What a change wrote, in 64 bits: which attributes, and whether the header; the same on every JVM and in whatever order. */
    static long effect(Set<AttributeKey> written, boolean header) {
        long effect = header ? 1 : 0;
        for (AttributeKey key : written) {
            effect += mix(mix(key.scope().name().hashCode()) ^ key.name().hashCode());
        }
        return effect;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection in which every input bit reaches every output bit. */
    private static long mix(long z) {
        long x = z + 0x9e3779b97f4a7c15L;
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
