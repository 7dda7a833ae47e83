package vpceguard.cli.template;

import java.util.regex.Pattern;
import vpceguard.json.Json;

/// Where a resource of Terraform stands, with the keys of its modules and its own, such as
/// `module.network["eu"].aws_vpc_endpoint.this[0]`.
record Address(String text) {
    static final String KEY = "\\[(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|[0-9]++)]";
    private static final Pattern ANY_KEY = Pattern.compile(KEY);
    private static final Pattern OWN_KEY = Pattern.compile(KEY + "$");
    private static final Pattern MODULES = Pattern.compile("(?:module\\.[^.\\[]++(?:" + KEY + ")?\\.)*+");

    static Address of(Json resource) {
        return new Address(resource.textAt("address").orElse("unknown"));
    }

    /// As it stands in the configuration, without keys.
    String configured() {
        return ANY_KEY.matcher(text).replaceAll("");
    }

    /// What the addresses of one instance of a module begin with; empty in the root module.
    String module() {
        var modules = MODULES.matcher(text);
        return modules.lookingAt() ? modules.group() : "";
    }

    /// The module that the module of these addresses stands in, as `module` has it; that of the root module is itself.
    String outer() {
        return new Address(text.replaceFirst("\\.$", "")).module();
    }

    /// What tells it from the other instances of the resource, in brackets; empty if there are none.
    String key() {
        var key = OWN_KEY.matcher(text);
        return key.find() ? key.group() : "";
    }
}
