package io.headroom.server.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file {@code admin.json} in the state folder, by which programs of the same user find the running server and may change its
 * quotas.
 *
 * @param url of the administration
 * @param token that changes ask for
 * @param pid of the server's process
 * @param id of this run; the server tells it too, so that a file that was left behind is seen as such
 */
record AdminFile(URI url, String token, long pid, String id) {
    static final String NAME = "admin.json";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Puts the file in its place in one step; nobody but the owner can read it at any moment. */
    void write(Path folder) throws IOException {
        Path next = folder.resolve(NAME + ".next");
        Files.deleteIfExists(next);
        FileAttribute<?>[] attributes = Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try {
            try (FileChannel channel = FileChannel.open(
                    next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(json());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(next, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private String json() {
        return RoomJson.object()
                        .put("url", url.toString())
                        .put("token", token)
                        .put("pid", pid)
                        .put("id", id)
                        .toPrettyString()
                + "\n";
    }

    /**
     * @return empty when there is none, or none that a server wrote
     * @throws java.nio.file.AccessDeniedException when somebody else's server runs there
     */
    static Optional<AdminFile> read(Path folder) throws IOException {
        try {
            JsonNode json = new JsonMapper().readTree(Files.readAllBytes(folder.resolve(NAME)));
            return Optional.of(new AdminFile(
                    URI.create(json.path("url").asText()),
                    json.path("token").asText(),
                    json.path("pid").asLong(),
                    json.path("id").asText()));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty();
        }
    }

    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    /** Never with the token. */
    @Override
    public String toString() {
        return "AdminFile[" + url + ", " + pid + "]";
    }
}
