package io.headroom.server.app;

import java.nio.file.Path;

/** Where the value of a setting comes from. The later ones win over the earlier ones. */
sealed interface Origin {
    /** For people: {@code default}, {@code /etc/headroom.yaml:3}, {@code HEADROOM_PORT}, {@code --port}. */
    String place();

    /** Nobody set it. */
    record BuiltIn() implements Origin {
        @Override
        public String place() {
            return "default";
        }
    }

    /** @param line counted from one */
    record InFile(Path file, int line) implements Origin {
        @Override
        public String place() {
            return file + ":" + line;
        }
    }

    /** @param variable of the environment */
    record InEnvironment(String variable) implements Origin {
        @Override
        public String place() {
            return variable;
        }
    }

    /** @param word as it is typed, with its dashes if it has any */
    record OnCommandLine(String word) implements Origin {
        @Override
        public String place() {
            return word;
        }
    }
}
