package io.headroom.server.method;

import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.FailureStatus;
import io.headroom.server.exchange.ResponseBody;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.property.DeadPropertyLookup;
import io.headroom.server.property.KeptProperties;
import io.headroom.server.property.PropertyScope;
import io.headroom.server.property.PropertySelection;
import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The 207 of a PROPFIND: what was asked for first, since clients expect it there, then its members. The listing of the first
 * level is opened before the answer begins, so that it can still fail with a status of its own; after that a failure breaks the
 * answer off instead of closing the XML neatly.
 */
final class ResourceListing implements ResponseBody {
    private final Services services;
    private final DeadPropertyLookup dead;
    private final PropertySelection selection;
    private final PropertyScope scope;
    private final Resource top;
    private final int levels;
    private final DavRequest request;
    private final Stream<Resource> members;

    /**
     * @param levels how deep to go below the top: 0, 1 or without end
     * @param request who asks, and how the URLs look from there
     */
    ResourceListing(
            Services services,
            DeadPropertyLookup dead,
            PropertySelection selection,
            PropertyScope scope,
            Resource top,
            int levels,
            DavRequest request) {
        this.services = services;
        this.dead = dead;
        this.selection = selection;
        this.scope = scope;
        this.top = top;
        this.levels = levels;
        this.request = request;
        this.members = levels == 0 ? Stream.empty() : membersOf(top.path());
    }

    private Stream<Resource> membersOf(ResourcePath collection) {
        return Rights.shown(request, collection, services.storage().list(collection));
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        MultiStatusWriter xml = new MultiStatusWriter(sink.stream());
        xml.start();
        String href = request.href(top.path(), true);
        boolean slash = top instanceof CollectionResource || top.path().isRoot();
        xml.startResponse(slash ? href : href.substring(0, href.length() - 1));
        selection.write(top, deadOf(top.path()), scope, xml);
        xml.endResponse();
        if (levels > 0) {
            writeMembers(top.path(), members, levels, xml);
        }
        xml.end();
    }

    private void writeMembers(ResourcePath collection, Stream<Resource> stream, int depth, MultiStatusWriter xml)
            throws IOException {
        byte[] base = request.href(collection, true).getBytes(StandardCharsets.US_ASCII);
        Function<String, KeptProperties> dead = deadOfMembers(collection);
        for (Iterator<Resource> each = stream.iterator(); each.hasNext(); ) {
            Resource member = each.next();
            KeptProperties own = dead.apply(member.path().name());
            if (depth > 1 && member instanceof CollectionResource) {
                writeTree(base, member, own, depth, xml);
            } else {
                writeMember(base, member, own, xml);
            }
        }
    }

    private void writeMember(byte[] base, Resource member, KeptProperties own, MultiStatusWriter xml)
            throws IOException {
        startMember(base, member, xml);
        if (member instanceof UnreadableResource unreadable) {
            xml.status(unreadable.denied() ? 403 : 500);
        } else {
            selection.write(member, own, scope, xml);
        }
        xml.endResponse();
    }

    /** The members are opened first: one href has one response, so it must be known whether it is to be a failure. */
    private void writeTree(byte[] base, Resource collection, KeptProperties own, int depth, MultiStatusWriter xml)
            throws IOException {
        Stream<Resource> below;
        try {
            below = membersOf(collection.path());
        } catch (NotFoundException gone) {
            return;
        } catch (StorageException e) {
            startMember(base, collection, xml);
            xml.status(FailureStatus.of(e));
            xml.endResponse();
            return;
        }
        try (below) {
            writeMember(base, collection, own, xml);
            writeMembers(collection.path(), below, depth - 1, xml);
        }
    }

    private static void startMember(byte[] base, Resource member, MultiStatusWriter xml) throws IOException {
        String name = member.path().name();
        boolean slash = !(member instanceof FileResource);
        XmlBytes.Encoder encoder = (bytes, offset) -> {
            int end = HrefCodec.encodeSegment(name, bytes, offset);
            if (slash) {
                bytes[end++] = '/';
            }
            return end;
        };
        xml.startResponse(base, name.length() * HrefCodec.MOST_BYTES_A_CHAR + 1, encoder);
    }

    private KeptProperties deadOf(ResourcePath path) {
        return selection.needsDeadProperties() ? dead.of(path) : KeptProperties.NONE;
    }

    private Function<String, KeptProperties> deadOfMembers(ResourcePath collection) {
        return selection.needsDeadProperties() ? dead.ofMembers(collection) : name -> KeptProperties.NONE;
    }

    @Override
    public void close() {
        members.close();
    }
}
