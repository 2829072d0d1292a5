package io.headroom.server.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The words of a command that are no options: what is served, where that is said, and then the command's own. Immutable. */
final class CommandWords {
    private static final String FOLDER = "DIR";

    private final ParseResult parsed;
    private final boolean served;
    private final List<String> names;
    private final List<String> all;

    /**
     * @param served whether what is served may stand before its own words
     * @param names of the command's own words
     * @throws ParameterException when there are more or fewer
     */
    CommandWords(ParseResult parsed, boolean served, List<String> names) {
        this.parsed = parsed;
        this.served = served;
        this.names = List.copyOf(names);
        this.all = parsed.matchedPositionalValue(0, List.of());
        if (more() < 0 || more() > (served ? 1 : 0)) {
            throw mismatch();
        }
    }

    private int more() {
        return all.size() - names.size();
    }

    /** A folder or a bucket; empty where it isn't said. */
    String folder() {
        return more() == 0 ? "" : all.get(0);
    }

    List<String> own() {
        return all.subList(more(), all.size());
    }

    String word(String name) {
        return own().get(names.indexOf(name));
    }

    /** Says which words the command takes in place of those that it has. */
    ParameterException mismatch() {
        List<String> taken = new ArrayList<>(names);
        if (served) {
            taken.add(0, FOLDER);
        }
        return wrong("This takes " + (taken.isEmpty() ? "no words" : String.join(" ", taken)) + ", not "
                + (all.isEmpty() ? "nothing" : "'" + String.join(" ", all) + "'") + ".");
    }

    ParameterException wrong(String sentence) {
        return new ParameterException(parsed.commandSpec().commandLine(), sentence);
    }
}
