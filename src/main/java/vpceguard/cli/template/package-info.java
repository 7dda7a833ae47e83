/// Endpoints that are not made yet: what CloudFormation templates and Terraform's plans declare.
@NullMarked
package vpceguard.cli.template;

import org.jspecify.annotations.NullMarked;
