package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is served: a folder of this machine, or a bucket of an S3 store. */
public sealed interface StorageLocation {
    /**
     * Where the server keeps its own files unless it is told otherwise.
     *
     * @throws SettingsException when the environment names no place for them
     */
    Path stateFolder(Map<String, String> environment);

    /**
     * @param text a path, or {@code s3://BUCKET/PREFIX}
     * @throws SettingsException when it looks like a bucket's address and is none
     */
    static StorageLocation parse(String text) {
        if (text.startsWith("s3:")) {
            return Bucket.parse(text);
        }
        return new Folder(Path.of(text));
    }

    /** @param path made absolute */
    record Folder(Path path) implements StorageLocation {
        static final String STATE_FOLDER = ".headroom";

        public Folder {
            path = path.toAbsolutePath().normalize();
        }

        /** Inside what is served, where no client sees it: it moves along with the files. */
        @Override
        public Path stateFolder(Map<String, String> environment) {
            return path.resolve(STATE_FOLDER);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * @param name of the bucket
     * @param prefix what all keys begin with: empty, or with a slash at the end and none at the front
     */
    record Bucket(String name, String prefix) implements StorageLocation {
        private static final Pattern ADDRESS = Pattern.compile("s3://([A-Za-z0-9][A-Za-z0-9._-]{1,254})(?:/(.*))?");

        private static Bucket parse(String text) {
            Matcher matcher = ADDRESS.matcher(text);
            if (!matcher.matches()) {
                throw wrong(text);
            }
            String prefix = Optional.ofNullable(matcher.group(2)).orElse("");
            if (prefix.isEmpty()) {
                return new Bucket(matcher.group(1), "");
            }
            String inner = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
            for (String name : inner.split("/", -1)) {
                if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                    throw wrong(text);
                }
            }
            return new Bucket(matcher.group(1), inner + "/");
        }

        private static SettingsException wrong(String text) {
            return new SettingsException("'" + text + "' is no address such as s3://BUCKET or s3://BUCKET/PREFIX.");
        }

        /** By the XDG base directories: the bucket is no place for an SQLite database. */
        @Override
        public Path stateFolder(Map<String, String> environment) {
            Path state = absolute(environment.get("XDG_STATE_HOME"))
                    .or(() -> absolute(environment.get("HOME")).map(home -> home.resolve(".local/state")))
                    .orElseThrow(() -> new SettingsException("There is no home folder (HOME) for the server's own files"
                            + " beside " + this + ". Say where they may lie, with --state."));
            return state.resolve("headroom").resolve(name).resolve(prefix);
        }

        /** A relative one would depend on where the server was started; the XDG base directories say to pass over it. */
        private static Optional<Path> absolute(@Nullable String text) {
            return Optional.ofNullable(text)
                    .filter(value -> !value.isEmpty())
                    .map(Path::of)
                    .filter(Path::isAbsolute);
        }

        @Override
        public String toString() {
            return "s3://" + name + "/" + prefix;
        }
    }
}
