package io.headroom.server.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code config check} and {@code config print}: they take what {@code serve} takes, and open neither ports nor storage. */
final class ConfigCommand implements Subcommand {
    /** Addresses that may hold a password or a token, behind a question mark or in the path. */
    private static final Set<Setting> ADDRESSES = Set.of(Setting.METADATA, Setting.WEBHOOK, Setting.ENDPOINT);

    private static final String HIDDEN = "(not shown)";

    private final String name;
    private final String description;
    private final ServeArguments serving;
    private final Work work;

    private ConfigCommand(String name, String description, ServeArguments serving, Work work) {
        this.name = name;
        this.description = description;
        this.serving = serving;
        this.work = work;
    }

    static List<Subcommand> all(ServeArguments serving) {
        return List.of(
                new ConfigCommand(
                        "check", "Says whether 'serve' would take these settings.", serving, ConfigCommand::check),
                new ConfigCommand(
                        "print",
                        "Shows each setting's value and where it comes from. Secrets are not shown.",
                        serving,
                        ConfigCommand::print));
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.usageMessage().description(description);
        ServeArguments.addTo(spec);
        return spec;
    }

    @Override
    public int run(CommandLine.ParseResult arguments, PrintWriter out) {
        work.run(serving.read(arguments), out);
        out.flush();
        return 0;
    }

    private static void check(GivenSettings settings, PrintWriter out) {
        ServerConfig config = ServeArguments.check(settings);
        out.println("The settings are right. They serve " + config.served() + ".");
    }

    private static void print(GivenSettings settings, PrintWriter out) {
        TextTable table = new TextTable(3, "SETTING", "VALUE", "FROM");
        for (Setting setting : Setting.values()) {
            List<Entry> entries = settings.entries(setting);
            if (entries.isEmpty()) {
                table.row(setting.key(), "", settings.entry(setting).origin().place());
            }
            for (Entry entry : entries) {
                table.row(
                        setting.key(),
                        shown(setting, entry.text()),
                        entry.origin().place());
            }
        }
        table.print(out);
    }

    private static String shown(Setting setting, String text) {
        if (setting == Setting.USERS || setting == Setting.DIGEST_USERS) {
            int equals = text.indexOf('=');
            return equals < 0 ? HIDDEN : text.substring(0, equals) + "=" + HIDDEN;
        }
        return ADDRESSES.contains(setting) ? withoutSecrets(setting, text) : text;
    }

    /** What identifies the place stays; what lets somebody in does not. */
    private static String withoutSecrets(Setting setting, String text) {
        int question = text.indexOf('?');
        String place = question < 0 ? text : text.substring(0, question) + "?" + HIDDEN;
        place = place.replaceFirst("//[^/]*@", "//" + HIDDEN + "@");
        if (setting != Setting.WEBHOOK || place.isEmpty()) {
            return place;
        }
        // Chat services give the token as a part of the path.
        return place.replaceFirst("^([a-zA-Z]+://[^/]*)/.+$", "$1/" + HIDDEN);
    }

    /** What is done with the settings. */
    private interface Work {
        void run(GivenSettings settings, PrintWriter out);
    }
}
