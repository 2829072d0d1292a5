package io.headroom.server.method;

import io.headroom.server.capacity.RoomRegions;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.lock.LockGuard;
import io.headroom.server.lock.LockService;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.LiveProperties;
import io.headroom.server.property.MediaTypes;
import io.headroom.server.property.MoveJournal;
import io.headroom.server.property.PropertyCopy;
import io.headroom.server.property.PropertyStore;
import io.headroom.server.xml.SafeXmlReader;
import io.headroom.spi.Capability;
import io.headroom.spi.Storage;
import java.time.Clock;

/**
 * What the methods share. All of it is thread-safe and lives as long as the server.
 *
 * @param storage with all its layers
 * @param rooms figures of the room that is left
 * @param regions which paths share them
 * @param exclusion makes "check, then change" one step
 * @param gate refuses changes that could not be carried out whole
 */
public record Services(
        Storage storage,
        Rooms rooms,
        RoomRegions regions,
        LockService locks,
        LockGuard guard,
        PropertyStore properties,
        MoveJournal moves,
        PropertyCopy copies,
        LiveProperties liveProperties,
        MediaTypes mediaTypes,
        SafeXmlReader xml,
        TreeExclusion exclusion,
        WriteGate gate,
        MethodSettings settings,
        Clock clock) {
    /** What the DAV header claims (RFC 4918 §18, RFC 5689 §3.1). */
    String compliance() {
        return isReadOnly() ? "1, 3" : "1, 2, 3, extended-mkcol";
    }

    /** Whether nothing here can be changed. */
    public boolean isReadOnly() {
        return storage.capabilities().contains(Capability.READ_ONLY);
    }
}
