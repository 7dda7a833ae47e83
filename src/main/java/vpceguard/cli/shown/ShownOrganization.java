package vpceguard.cli.shown;

import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.Parsed;

/// An organization as `aws organizations list-accounts` shows it.
public final class ShownOrganization {
    private ShownOrganization() {}

    /// The ids of its accounts.
    public static Parsed<Set<String>> accounts(Json document) {
        return Shown.read(document, shown -> Set.copyOf(shown.all("Accounts", account -> account.required("Id"))));
    }
}
