package io.headroom.server.app;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the commands take, in the few forms that they have in common. */
final class CommandOptions {
    private CommandOptions() {}

    /** All words that are no options, as one list; the synopsis says what they are. */
    static PositionalParamSpec words() {
        return PositionalParamSpec.builder()
                .paramLabel("WORDS")
                .hidden(true)
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** @param label what its value is */
    static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .description(description)
                .build();
    }
}
