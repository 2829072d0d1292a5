package io.headroom.server.app;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was set, and where; the rest has its default. Immutable. */
final class GivenSettings {
    private static final Origin DEFAULT = new Origin.BuiltIn();

    private final Map<Setting, List<Entry>> entries;

    /** @param entries several for a list, else one for each setting */
    GivenSettings(Map<Setting, List<Entry>> entries) {
        this.entries = new EnumMap<>(Setting.class);
        entries.forEach((setting, all) -> this.entries.put(setting, List.copyOf(all)));
    }

    /**
     * What a program says that embeds the server, in the words of the command line.
     *
     * @param values lists with one entry to a line
     */
    static GivenSettings of(Map<Setting, String> values) {
        Map<Setting, List<Entry>> entries = new EnumMap<>(Setting.class);
        values.forEach((setting, value) ->
                entries.put(setting, split(setting, value, new Origin.OnCommandLine("--" + setting.key()))));
        return new GivenSettings(entries);
    }

    /** The entries of a text: those of a list stand on lines of their own. */
    static List<Entry> split(Setting setting, String text, Origin origin) {
        if (!setting.isList()) {
            return List.of(new Entry(text.strip(), origin));
        }
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new Entry(line, origin))
                .toList();
    }

    /** What the stronger ones don't say is taken from these. A list is replaced as a whole. */
    GivenSettings under(GivenSettings stronger) {
        Map<Setting, List<Entry>> both = new EnumMap<>(Setting.class);
        both.putAll(entries);
        both.putAll(stronger.entries);
        return new GivenSettings(both);
    }

    /** These, but some of them as others say, their absence too. */
    GivenSettings with(Set<Setting> some, GivenSettings others) {
        Map<Setting, List<Entry>> mixed = new EnumMap<>(Setting.class);
        mixed.putAll(entries);
        for (Setting setting : some) {
            if (others.has(setting)) {
                mixed.put(setting, others.entries(setting));
            } else {
                mixed.remove(setting);
            }
        }
        return new GivenSettings(mixed);
    }

    boolean has(Setting setting) {
        return entries.containsKey(setting);
    }

    /** One for each that was given, or the default. A list may have none. */
    List<Entry> entries(Setting setting) {
        List<Entry> given = entries.get(setting);
        return given != null ? given : split(setting, setting.defaultValue(), DEFAULT);
    }

    /** The value; of a list all entries, one to a line. */
    String text(Setting setting) {
        return entries(setting).stream().map(Entry::text).collect(Collectors.joining("\n"));
    }

    /** The whole as one entry; of a list it has the place of the first one. */
    Entry entry(Setting setting) {
        List<Entry> all = new ArrayList<>(entries(setting));
        Origin origin = all.isEmpty() ? DEFAULT : all.get(0).origin();
        return new Entry(text(setting), origin);
    }
}
