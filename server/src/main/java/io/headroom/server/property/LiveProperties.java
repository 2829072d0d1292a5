package io.headroom.server.property;

import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue of live properties: RFC 4918 §15, RFC 4331, and what clients read of RFC 3744 and RFC 5397. Thread-safe. */
public final class LiveProperties {
    private static final byte[] CREATED = XmlBytes.ascii("<D:creationdate>");
    private static final byte[] CREATED_END = XmlBytes.ascii("</D:creationdate>");
    private static final byte[] LENGTH = XmlBytes.ascii("<D:getcontentlength>");
    private static final byte[] LENGTH_END = XmlBytes.ascii("</D:getcontentlength>");
    private static final byte[] TYPE = XmlBytes.ascii("<D:getcontenttype>");
    private static final byte[] TYPE_END = XmlBytes.ascii("</D:getcontenttype>");
    private static final byte[] ETAG = XmlBytes.ascii("<D:getetag>\"");
    private static final byte[] WEAK_ETAG = XmlBytes.ascii("<D:getetag>W/\"");
    private static final byte[] ETAG_END = XmlBytes.ascii("\"</D:getetag>");
    private static final byte[] MODIFIED = XmlBytes.ascii("<D:getlastmodified>");
    private static final byte[] MODIFIED_END = XmlBytes.ascii("</D:getlastmodified>");
    private static final byte[] FILE = XmlBytes.ascii("<D:resourcetype/>");
    private static final byte[] COLLECTION = XmlBytes.ascii("<D:resourcetype><D:collection/></D:resourcetype>");
    private static final byte[] SUPPORTED_LOCK = XmlBytes.ascii("<D:supportedlock>"
            + "<D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>"
            + "<D:lockentry><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>"
            + "</D:supportedlock>");
    private static final byte[] AVAILABLE = XmlBytes.ascii("<D:quota-available-bytes>");
    private static final byte[] AVAILABLE_END = XmlBytes.ascii("</D:quota-available-bytes>");
    private static final byte[] USED = XmlBytes.ascii("<D:quota-used-bytes>");
    private static final byte[] USED_END = XmlBytes.ascii("</D:quota-used-bytes>");

    private final Map<PropertyName, LiveProperty> byName = new LinkedHashMap<>();

    public LiveProperties(MediaTypes mediaTypes) {
        add(
                "resourcetype",
                true,
                (resource, scope) -> true,
                (resource, scope, out) -> out.raw(resource instanceof CollectionResource ? COLLECTION : FILE));
        add(
                "getcontentlength",
                true,
                LiveProperties::isFile,
                (resource, scope, out) ->
                        out.raw(LENGTH).number(((FileResource) resource).size()).raw(LENGTH_END));
        add(
                "getlastmodified",
                true,
                (resource, scope) -> lastModified(resource).isPresent(),
                (resource, scope, out) -> {
                    long second = Math.min(
                            lastModified(resource).orElse(Instant.EPOCH).getEpochSecond(),
                            scope.now().getEpochSecond());
                    out.raw(MODIFIED).raw(scope.httpDates().of(second)).raw(MODIFIED_END);
                });
        add("getetag", true, LiveProperties::isFile, (resource, scope, out) -> {
            EntityTag tag = ((FileResource) resource).entityTag();
            out.raw(tag.weak() ? WEAK_ETAG : ETAG).text(tag.opaque()).raw(ETAG_END);
        });
        add(
                "getcontenttype",
                true,
                LiveProperties::isFile,
                (resource, scope, out) -> out.raw(TYPE)
                        .text(mediaTypes.of((FileResource) resource))
                        .raw(TYPE_END));
        add("creationdate", true, (resource, scope) -> created(resource).isPresent(), (resource, scope, out) -> {
            long second = created(resource).orElse(Instant.EPOCH).getEpochSecond();
            out.raw(CREATED).raw(scope.rfc3339Dates().of(second)).raw(CREATED_END);
        });
        add(
                "supportedlock",
                true,
                (resource, scope) -> scope.isLockable(),
                (resource, scope, out) -> out.raw(SUPPORTED_LOCK));
        add(
                "lockdiscovery",
                true,
                (resource, scope) -> scope.isLockable(),
                (resource, scope, out) -> LockDiscovery.write(scope.locks(resource.path()), scope::href, out));
        // Not in allprop: RFC 4331 §2.
        add(
                "quota-available-bytes",
                false,
                LiveProperties::hasRoom,
                (resource, scope, out) -> out.raw(AVAILABLE)
                        .number(figures(resource, scope).available())
                        .raw(AVAILABLE_END));
        add(
                "quota-used-bytes",
                false,
                LiveProperties::hasRoom,
                (resource, scope, out) ->
                        out.raw(USED).number(figures(resource, scope).used()).raw(USED_END));
        // None of these in allprop, either: RFC 3744 §5.
        add("current-user-principal", false, (resource, scope) -> true, Privileges::writePrincipal);
        add("current-user-privilege-set", false, (resource, scope) -> true, Privileges::writeGranted);
        add("supported-privilege-set", false, (resource, scope) -> true, Privileges::writeSupported);
        add("owner", false, (resource, scope) -> true, Privileges::writeOwner);
        byName.put(AccessList.NAME, new AccessList());
        add(TightestLimit.NAME, false, LiveProperties::hasRoom, TightestLimit::write);
    }

    @FunctionalInterface
    private interface Presence {
        boolean test(Resource resource, PropertyScope scope);
    }

    @FunctionalInterface
    private interface Writer {
        void write(Resource resource, PropertyScope scope, XmlBytes out) throws IOException;
    }

    private record Entry(PropertyName name, boolean inAllprop, Presence presence, Writer writer)
            implements LiveProperty {
        @Override
        public boolean appliesTo(Resource resource, PropertyScope scope) {
            return presence.test(resource, scope);
        }

        @Override
        public void write(Resource resource, PropertyScope scope, XmlBytes out) throws IOException {
            writer.write(resource, scope, out);
        }
    }

    private void add(String localName, boolean inAllprop, Presence presence, Writer writer) {
        add(PropertyName.dav(localName), inAllprop, presence, writer);
    }

    private void add(PropertyName name, boolean inAllprop, Presence presence, Writer writer) {
        byName.put(name, new Entry(name, inAllprop, presence, writer));
    }

    /** The live property of this name; empty when there is none. */
    public Optional<LiveProperty> find(PropertyName name) {
        return Optional.ofNullable(byName.get(name));
    }

    public boolean isLive(PropertyName name) {
        return byName.containsKey(name);
    }

    /** All of them, in the order of the answers. */
    public List<LiveProperty> all() {
        return new ArrayList<>(byName.values());
    }

    private static boolean isFile(Resource resource, PropertyScope scope) {
        return resource instanceof FileResource;
    }

    private static boolean hasRoom(Resource resource, PropertyScope scope) {
        return scope.room(resource.path()).isPresent();
    }

    /** Only where {@link #hasRoom} holds. */
    private static RoomFigures figures(Resource resource, PropertyScope scope) {
        return scope.room(resource.path()).orElseThrow();
    }

    private static Optional<Instant> lastModified(Resource resource) {
        if (resource instanceof FileResource file) {
            return Optional.of(file.lastModified());
        }
        return resource instanceof CollectionResource collection ? collection.lastModified() : Optional.empty();
    }

    private static Optional<Instant> created(Resource resource) {
        if (resource instanceof FileResource file) {
            return file.created();
        }
        return resource instanceof CollectionResource collection ? collection.created() : Optional.empty();
    }
}
