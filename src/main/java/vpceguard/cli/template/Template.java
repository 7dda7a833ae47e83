package vpceguard.cli.template;

import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;

/// A CloudFormation template in JSON or YAML, or Terraform's plan or state as `terraform show -json` prints it.
public final class Template {
    private Template() {}

    /// The endpoints that a template declares, in its order.
    public static Parsed<List<Declared>> read(String text, Given given) {
        var document = text.stripLeading().startsWith("{") ? JsonReader.read(text) : Yaml.read(text);
        return document.then(json -> declared(json, given));
    }

    private static Parsed<List<Declared>> declared(Json json, Given given) {
        if (json.at("Resources").orElse(new Json.Null()) instanceof Json.Obj resources) {
            return new Ok<>(new CloudFormation(given).declared(resources));
        }
        if (json.at("errored").filter(new Json.Bool(true)::equals).isPresent()) {
            return new Malformed<>(
                    JsonPointer.ROOT.child("errored"),
                    "the plan ended with an error, so that not all of it is known; expected one that ended well");
        }
        if (json.at("planned_values", "root_module").isPresent()
                || json.at("values", "root_module").isPresent()) {
            return new Ok<>(new TerraformPlan(json).declared());
        }
        return new Malformed<>(
                JsonPointer.ROOT,
                "expected a CloudFormation template with \"Resources\", or what terraform show -json prints, with"
                        + " \"planned_values\" or \"values\"");
    }
}
