package io.headroom.conformance.suite;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.dav.Element;
import io.headroom.conformance.dav.RoomFigures;
import io.headroom.conformance.wire.Client;
import io.headroom.conformance.wire.Connection;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import io.headroom.conformance.wire.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/** Where one row is tried: an empty collection of its own, and the room that is left. For one thread. */
public final class Scene {
    /** The room that {@link #leaveLittle} leaves, bytes; a bit more may be left. */
    public static final long LITTLE = Sizes.MIB;

    private static final QName LOCK_TOKEN = Element.dav("locktoken");

    private final Client client;
    private final String place;
    private final String folder;
    private final Room room;
    private final Ballast ballast;
    private final Map<String, String> locks = new LinkedHashMap<>();

    private Scene(Client client, String place, Room room) {
        this.client = client;
        this.place = place;
        this.folder = place + "row/";
        this.room = room;
        this.ballast = new Ballast(client, place + "ballast/");
    }

    /** Makes the place, a collection that doesn't exist yet. */
    static Scene make(Client client, String place, Room room) throws IOException {
        Scene scene = new Scene(client, place, room);
        for (String path : List.of(place, place + "ballast/", scene.folder)) {
            Reply reply = client.send(Dav.mkcol(path));
            if (reply.status() != 201) {
                throw new IOException("MKCOL was answered " + reply);
            }
        }
        return scene;
    }

    public Client client() {
        return client;
    }

    /** A fresh connection; closed by the caller. */
    public Connection connect() throws IOException {
        return client.connect();
    }

    public Reply send(Request request) throws IOException {
        return client.send(request);
    }

    /** The collection's path, with a slash at the end. */
    public String folder() {
        return folder;
    }

    /** @param name of a member, escaped */
    public String path(String name) {
        return folder + name;
    }

    /**
     * A whole URL, for a Destination header: some servers take no bare path there.
     *
     * @param name of a member, escaped
     */
    public String url(String name) {
        return client.endpoint().base().resolve(path(name)).toString();
    }

    /** A request that prepares something; without its success there is nothing to try. */
    public Reply prepare(Request request) throws IOException, NotTriedException {
        Reply reply = client.send(request);
        if (!reply.isSuccess()) {
            throw new NotTriedException("it could not be prepared: " + request.method() + " was answered " + reply);
        }
        return reply;
    }

    /** Makes a file of noise; its bytes are those of {@link Content#noise} with this length as seed. */
    public void file(String name, long bytes) throws IOException, NotTriedException {
        prepare(Dav.put(path(name), Content.noise(bytes, bytes)));
    }

    /** Locks a resource; the lock ends with the row, at the latest. */
    public String lock(String name) throws IOException, NotTriedException {
        Reply reply = tryLock(name);
        String token = locks.get(path(name));
        if (token == null) {
            throw new NotTriedException("it could not be prepared: LOCK was answered " + reply);
        }
        return token;
    }

    /** As {@link #lock}, for a row that wants to see the reply. */
    public Reply tryLock(String name) throws IOException {
        Reply reply = client.send(Dav.lock(path(name)));
        if (reply.isSuccess()) {
            token(reply).ifPresent(token -> locks.put(path(name), token));
        }
        return reply;
    }

    private static Optional<String> token(Reply reply) throws IOException {
        return Element.parse(reply)
                .all()
                .filter(element -> element.is(LOCK_TOKEN))
                .flatMap(element -> element.textOf(Element.dav("href")).stream())
                .findFirst();
    }

    /** The lock of a resource has ended. */
    public void unlocked(String name) {
        locks.remove(path(name));
    }

    public boolean exists(String name) throws IOException {
        // Not HEAD: not every server has a page for a collection.
        return client.send(Dav.propfind(path(name), "0", "<D:prop><D:resourcetype/></D:prop>"))
                        .status()
                != 404;
    }

    /** What the server says of its room. */
    public RoomFigures figures() throws IOException, NotTriedException {
        return RoomFigures.of(client, folder)
                .orElseThrow(
                        () -> new NotTriedException("the server has no quota-available-bytes and quota-used-bytes"));
    }

    /** Fills the server until there is room for {@link #LITTLE}. */
    public void leaveLittle() throws IOException, NotTriedException {
        leaveNothing();
        ballast.free(LITTLE);
    }

    /** Fills the server until it takes not one byte more. */
    public void leaveNothing() throws IOException, NotTriedException {
        if (!room.fillable()) {
            throw new NotTriedException(room.words());
        }
        // More than what is thought to be left: others may have freed something, or the server is wrong about its room.
        if (!ballast.fillUp(LITTLE, 4 * Room.WORKING)) {
            throw new NotTriedException("the server is not full where it should be: " + room.words());
        }
    }

    /**
     * Arranges that a body of this length finds no room: fills the server where that is allowed, and else takes what the
     * server says it has.
     */
    public long tooMuch() throws IOException, NotTriedException {
        if (room.fillable()) {
            leaveLittle();
            return 4 * LITTLE;
        }
        return room.bytes().orElseThrow(() -> new NotTriedException(room.words())) + 4 * LITTLE;
    }

    /** Whether a body of {@link #tooMuch} bytes may be sent as a whole. */
    public boolean maySendTooMuch() {
        return room.fillable();
    }

    /** The reply to a PUT of {@link #tooMuch} bytes; sends as little of the body as the server allows. */
    public Reply refused(Request put) throws IOException, NotTriedException {
        Request tooLarge = put.content(Content.noise(tooMuch(), 1));
        if (maySendTooMuch()) {
            return client.sendExpecting(tooLarge);
        }
        try (Connection connection = connect()) {
            connection.head(tooLarge.header("Expect", "100-continue"));
            Reply first = connection.read();
            if (first.status() < 200) {
                throw new NotTriedException(
                        "the server asks for the body of a PUT that doesn't fit, and " + room.words());
            }
            return first;
        }
    }

    /** Takes away all that the row made, its ballast too. */
    void clear() throws IOException {
        for (Map.Entry<String, String> lock : locks.entrySet()) {
            client.send(Dav.unlock(lock.getKey(), lock.getValue()));
        }
        if (client.send(Dav.delete(place)).status() != 204) {
            // A server that can't delete a tree when it is full gets room first.
            ballast.release();
            client.send(Dav.delete(place));
        }
    }
}
