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
    /** @param named whether it was asked for by name, so that its lack is told */
    private record Item(PropertyName name, Optional<LiveProperty> live, boolean named) {}

    private final List<Item> items;
    private final boolean namesOnly;
    private final boolean withAllDead;

    private PropertySelection(List<Item> items, boolean namesOnly, boolean withAllDead) {
        this.items = items;
        this.namesOnly = namesOnly;
        this.withAllDead = withAllDead;
    }

    public static PropertySelection of(PropfindBody asked, LiveProperties catalogue) {
        if (asked instanceof PropfindBody.Prop prop) {
            List<Item> items = new ArrayList<>();
            prop.names().forEach(name -> items.add(new Item(name, catalogue.find(name), true)));
            return new PropertySelection(items, false, false);
        }
        if (asked instanceof PropfindBody.AllProp all) {
            List<Item> items = new ArrayList<>();
            for (LiveProperty live : catalogue.all()) {
                boolean included = all.include().contains(live.name());
                if (live.inAllprop() || included) {
                    items.add(new Item(live.name(), Optional.of(live), included));
                }
            }
            for (PropertyName name : all.include()) {
                if (!catalogue.isLive(name)) {
                    items.add(new Item(name, Optional.empty(), true));
                }
            }
            return new PropertySelection(items, false, true);
        }
        List<Item> items = new ArrayList<>();
        catalogue.all().forEach(live -> items.add(new Item(live.name(), Optional.of(live), false)));
        return new PropertySelection(items, true, true);
    }

    /** Whether dead properties can be part of the answer at all; else nobody needs to look them up. */
    public boolean needsDeadProperties() {
        return withAllDead || items.stream().anyMatch(item -> item.live().isEmpty());
    }

    /**
     * Writes the propstat elements of one resource.
     *
     * @param kept its dead properties; while they are unknown, those that were asked for by name say 503
     */
    public void write(Resource resource, KeptProperties kept, PropertyScope scope, MultiStatusWriter xml)
            throws IOException {
        List<DeadProperty> dead = kept.all();
        boolean found = false;
        List<PropertyName> unknown = List.of();
        List<PropertyName> missing = List.of();
        List<PropertyName> hidden = List.of();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (!kept.known() && item.live().isEmpty()) {
                unknown = unknown.isEmpty() ? new ArrayList<>() : unknown;
                unknown.add(item.name());
                continue;
            }
            Optional<DeadProperty> own = item.live().isPresent() ? Optional.empty() : find(dead, item.name());
            boolean here = item.live().isPresent() ? item.live().get().appliesTo(resource, scope) : own.isPresent();
            if (here && own.isPresent() && withAllDead) {
                // Included by name and among all dead ones: shown with those, once.
                continue;
            }
            if (!here) {
                if (item.named()) {
                    missing = missing.isEmpty() ? new ArrayList<>() : missing;
                    missing.add(item.name());
                }
                continue;
            }
            if (!namesOnly && item.live().isPresent() && item.live().get().isHidden(resource, scope)) {
                hidden = hidden.isEmpty() ? new ArrayList<>() : hidden;
                hidden.add(item.name());
                continue;
            }
            if (!found) {
                xml.startPropstat();
                found = true;
            }
            write(item, own, resource, scope, xml);
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
        if (!unknown.isEmpty()) {
            writeNames(unknown, 503, xml);
            found = true;
        }
        if (!hidden.isEmpty()) {
            writeNames(hidden, 403, xml);
            found = true;
        }
        writeMissing(missing, found, xml);
    }

    private static void writeNames(List<PropertyName> names, int status, MultiStatusWriter xml) throws IOException {
        xml.startPropstat();
        for (PropertyName name : names) {
            xml.emptyProperty(name);
        }
        xml.endPropstat(status);
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

    /** Where there is nothing at all to show, an empty propstat says so: a response needs one. */
    private static void writeMissing(List<PropertyName> missing, boolean found, MultiStatusWriter xml)
            throws IOException {
        if (missing.isEmpty() && found) {
            return;
        }
        xml.startPropstat();
        for (PropertyName name : missing) {
            xml.emptyProperty(name);
        }
        if (missing.isEmpty()) {
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
