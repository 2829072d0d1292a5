package io.headroom.server.property;

import io.headroom.server.xml.MultiStatusWriter;
import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.PropfindBody;
import io.headroom.spi.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a PROPFIND asks for, looked up in the catalogue once, and then written for each resource: the propstat with 200 first,
 * since some clients read no further. Thread-safe.
 */
public final class PropertySelection {
    private record Item(PropertyName name, Optional<LiveProperty> live) {}

    private final List<Item> items;
    private final boolean namesOnly;
    private final boolean withAllDead;
    private final boolean reportMissing;

    private PropertySelection(List<Item> items, boolean namesOnly, boolean withAllDead, boolean reportMissing) {
        this.items = items;
        this.namesOnly = namesOnly;
        this.withAllDead = withAllDead;
        this.reportMissing = reportMissing;
    }

    public static PropertySelection of(PropfindBody asked, LiveProperties catalogue) {
        if (asked instanceof PropfindBody.Prop prop) {
            List<Item> items = new ArrayList<>();
            prop.names().forEach(name -> items.add(new Item(name, catalogue.find(name))));
            return new PropertySelection(items, false, false, true);
        }
        if (asked instanceof PropfindBody.AllProp all) {
            List<Item> items = new ArrayList<>();
            for (LiveProperty live : catalogue.all()) {
                if (live.inAllprop() || all.include().contains(live.name())) {
                    items.add(new Item(live.name(), Optional.of(live)));
                }
            }
            for (PropertyName name : all.include()) {
                if (!catalogue.isLive(name)) {
                    items.add(new Item(name, Optional.empty()));
                }
            }
            return new PropertySelection(items, false, true, !all.include().isEmpty());
        }
        List<Item> items = new ArrayList<>();
        catalogue.all().forEach(live -> items.add(new Item(live.name(), Optional.of(live))));
        return new PropertySelection(items, true, true, false);
    }

    /** Whether dead properties can be part of the answer at all; else nobody needs to look them up. */
    public boolean needsDeadProperties() {
        return withAllDead || items.stream().anyMatch(item -> item.live().isEmpty());
    }

    /**
     * Writes the propstat elements of one resource.
     *
     * @param dead its dead properties
     */
    public void write(Resource resource, List<DeadProperty> dead, PropertyScope scope, MultiStatusWriter xml)
            throws IOException {
        boolean found = false;
        List<PropertyName> missing = List.of();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Optional<DeadProperty> kept = item.live().isPresent() ? Optional.empty() : find(dead, item.name());
            boolean here = item.live().isPresent() ? item.live().get().appliesTo(resource, scope) : kept.isPresent();
            if (here && kept.isPresent() && withAllDead) {
                // Included by name and among all dead ones: shown with those, once.
                continue;
            }
            if (!here) {
                missing = missing.isEmpty() ? new ArrayList<>() : missing;
                missing.add(item.name());
                continue;
            }
            if (!found) {
                xml.startPropstat();
                found = true;
            }
            write(item, kept, resource, scope, xml);
        }
        if (withAllDead) {
            for (DeadProperty property : dead) {
                if (!found) {
                    xml.startPropstat();
                    found = true;
                }
                writeDead(property, xml);
            }
        }
        if (found) {
            xml.endPropstatOk();
        }
        writeMissing(missing, found, xml);
    }

    private void write(
            Item item, Optional<DeadProperty> kept, Resource resource, PropertyScope scope, MultiStatusWriter xml)
            throws IOException {
        if (kept.isPresent()) {
            writeDead(kept.get(), xml);
        } else if (namesOnly) {
            xml.emptyProperty(item.name());
        } else {
            item.live().orElseThrow().write(resource, scope, xml.content());
        }
    }

    private void writeDead(DeadProperty property, MultiStatusWriter xml) throws IOException {
        if (namesOnly) {
            xml.emptyProperty(property.name());
        } else {
            xml.content().raw(property.xml());
        }
    }

    private void writeMissing(List<PropertyName> missing, boolean found, MultiStatusWriter xml) throws IOException {
        if (!reportMissing && found) {
            return;
        }
        if (missing.isEmpty() && found) {
            return;
        }
        xml.startPropstat();
        if (reportMissing) {
            for (PropertyName name : missing) {
                xml.emptyProperty(name);
            }
        }
        if (missing.isEmpty() || !reportMissing) {
            xml.endPropstatOk();
        } else {
            xml.endPropstat(404);
        }
    }

    private static Optional<DeadProperty> find(List<DeadProperty> dead, PropertyName name) {
        for (DeadProperty property : dead) {
            if (property.name().equals(name)) {
                return Optional.of(property);
            }
        }
        return Optional.empty();
    }
}
