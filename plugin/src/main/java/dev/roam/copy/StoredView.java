package dev.roam.copy;

import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.SessionView;
import dev.roam.record.Answer;
import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.Header;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session as the store had it at one moment, and what is on this node alone; each reading of an attribute decodes it anew. Immutable. */
public final class StoredView implements SessionView {
    private final Header header;
    private final long lastUse;
    private final Map<AttributeKey, AttributeValue> attributes;
    private final Map<AttributeKey, Object> locals;
    private final Values<?> values;

    private StoredView(
            Header header,
            long lastUse,
            Map<AttributeKey, AttributeValue> attributes,
            Map<AttributeKey, Object> locals,
            Values<?> values) {
        this.header = header;
        this.lastUse = lastUse;
        this.attributes = attributes;
        this.locals = locals;
        this.values = values;
    }

    /**
     * What a look brought that knew no version before, and so got all; null if it did not.
     *
     * @param locals what is on this node alone
     */
    public static @Nullable StoredView of(Answer.Held whole, Map<AttributeKey, Object> locals, Values<?> values) {
        Header header = whole.update().header();
        return header == null
                ? null
                : new StoredView(header, whole.previousAccess(), whole.update().attributes(), locals, values);
    }

    @Override
    public String id() {
        return header.id();
    }

    @Override
    public long created() {
        return header.created();
    }

    @Override
    public long lastUse() {
        return lastUse;
    }

    @Override
    public int maxInactive() {
        return header.maxInactive();
    }

    @Override
    public @Nullable Identity identity() {
        return header.identity();
    }

    @Override
    public Set<String> names(Scope scope) {
        Set<String> names = new HashSet<>();
        locals.keySet().forEach(key -> {
            if (key.scope() == scope) {
                names.add(key.name());
            }
        });
        attributes.forEach((key, value) -> {
            if (key.scope() == scope && value.bytes() != null) {
                names.add(key.name());
            }
        });
        return names;
    }

    @Override
    public @Nullable Object get(Scope scope, String name) {
        AttributeKey key = new AttributeKey(scope, name);
        Object local = locals.get(key);
        if (local != null) {
            return local;
        }
        AttributeValue value = attributes.get(key);
        byte[] bytes = value == null ? null : value.bytes();
        return bytes == null ? null : values.decoded(key, bytes);
    }
}
