package vpceguard.notice;

import java.util.Optional;
import vpceguard.json.Quoted;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;

/// The tool that manages an endpoint, such as Terraform, and that would put its own policy back.
///
/// @param name for people, text from outside quoted
/// @param paste how the policy is written there
/// @param apply what the next run is called there
/// @param isCaller whether it made the call; else it is only seen on the endpoint
record Tool(String name, String paste, String apply, boolean isCaller) {
    private static final String STACK = "aws:cloudformation:stack-name";

    /// The tool that made the call or the endpoint; empty if none is seen.
    static Optional<Tool> of(RemediationRecord record) {
        var actor = record.origin().actor();
        var agent = actor.userAgent().orElse("");
        boolean isStacks =
                actor.invokedBy().filter("cloudformation.amazonaws.com"::equals).isPresent();
        var stack = Optional.ofNullable(record.endpoint().tags().get(STACK));
        if (!isStacks && (agent.contains("Terraform") || agent.contains("OpenTofu") || agent.contains("HashiCorp"))) {
            return Optional.of(new Tool("Terraform", "policy = jsonencode(", "apply", true));
        }
        if (isStacks || stack.isPresent()) {
            return Optional.of(new Tool(
                    "CloudFormation"
                            + stack.map(name -> ", stack " + Quoted.of(name)).orElse(""),
                    "PolicyDocument: ",
                    "deployment",
                    isStacks));
        }
        // Who opens an endpoint again and again is some tool.
        return record.outcome() instanceof Outcome.Deferred
                ? Optional.of(new Tool("whatever opens it again", "", "run", true))
                : Optional.empty();
    }

    /// The policy as it is pasted: JSON is an expression in both languages, but for Terraform's `${` and `%{`.
    String pasted(String policy) {
        return paste.endsWith("(") ? paste + policy.replace("${", "$${").replace("%{", "%%{") + ")" : paste + policy;
    }
}
