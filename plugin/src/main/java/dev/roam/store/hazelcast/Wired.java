package dev.roam.store.hazelcast;

import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** What {@link RoamSerializerFactory} makes. */
interface Wired extends IdentifiedDataSerializable {
    @Override
    default int getFactoryId() {
        return RoamSerializerFactory.FACTORY_ID;
    }
}
