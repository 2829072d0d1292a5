package io.headroom.server.app;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quotas as the settings write them: one to a line, {@code /alice=10GiB} or {@code /inbox=1GiB,entries=5000}. */
final class QuotaSettings {
    /** The path may hold an equals sign; what comes after the last one outside of "entries=" is the limit. */
    private static final Pattern LINE =
            Pattern.compile("(/.*?)/?\\s*=\\s*((?:[^=/]+,\\s*)?entries\\s*=\\s*\\d+|[^=/]+)");

    private QuotaSettings() {}

    /** @throws SettingsException with the place, the key and a sentence for people */
    static Map<ResourcePath, QuotaLimit> parse(List<Entry> entries) {
        Map<ResourcePath, QuotaLimit> quotas = new HashMap<>();
        for (Entry entry : entries) {
            try {
                add(quotas, entry.text());
            } catch (IllegalArgumentException e) {
                throw entry.wrong("The setting '" + Setting.QUOTA.key() + "' is wrong: " + e.getMessage(), e);
            }
        }
        return quotas;
    }

    private static void add(Map<ResourcePath, QuotaLimit> quotas, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + line + "' does not look like /alice=10GiB.");
        }
        String path = matcher.group(1);
        ResourcePath root = ResourcePath.parse(path.isEmpty() ? "/" : path);
        if (quotas.put(root, QuotaLimit.parse(matcher.group(2))) != null) {
            throw new IllegalArgumentException("There are two quotas for " + root + ".");
        }
    }
}
