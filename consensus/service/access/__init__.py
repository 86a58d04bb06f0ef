"""What programs do by the HTTP API beside what people do: keys, files, jobs by tenant, webhooks."""
