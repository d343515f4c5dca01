"""Who works where and is written to: officers' and heads' addresses of their office, beside citizens' and under the same roof."""
