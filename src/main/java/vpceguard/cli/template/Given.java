package vpceguard.cli.template;

import java.util.Optional;
import vpceguard.json.Json;

/// What is known of the account and Region that a template is deployed to.
public record Given(Optional<String> account, Optional<String> region, Optional<String> partition) {
    /// What `Ref` makes of a pseudo parameter; empty if it is none or not known. `AWS::NoValue` is `null`.
    Optional<Json> parameter(String name) {
        return switch (name) {
            case "AWS::AccountId" -> account.map(Json.Str::new);
            case "AWS::Region" -> region.map(Json.Str::new);
            case "AWS::Partition" -> partition.map(Json.Str::new);
            case "AWS::NoValue" -> Optional.of(new Json.Null());
            default -> Optional.empty();
        };
    }
}
