from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "kuramori.work.requests"
    label = "requests"
    verbose_name = "確認のお願いと回答"
    default_auto_field = "django.db.models.BigAutoField"
    ties: tuple[str, ...] = ("partner_ties",)
    works: tuple[str, ...] = (
        "workbooks.dropping",
        "workbooks.emptying",
        "workbooks.handing_out",
        "workbooks.taking",
        "gapping.opening_all",
        "portfolio_out.taking",
        "choosing",
        "classing.taking",
        "ending_request",
        "promising.reminding",
        "promising.taking_in",
        "reminding",
        "removing_in_time",
        "sending",
        "tiering",
    )
    words: tuple[str, ...] = (
        "events_replies",
        "facts_replies",
        "trail_names_replies",
        "link_purpose",
        "events_asking",
        "facts_asking",
        "trail_names_asking",
        "events_bulk",
        "facts_bulk",
        "trail_names_bulk",
        "events_gaps",
        "facts_gaps",
        "trail_names_gaps",
        "gapping.applying",
        "gapping.by_link",
        "events_talks",
        "facts_talks",
        "consulting.applying",
        "events_inquiries",
        "facts_inquiries",
        "trail_names_inquiries",
        "inquiries_applying",
        "events_support",
        "facts_support",
        "trail_names_support",
        "recounting",
        "events_portfolio",
        "trail_names_portfolio",
        "events_promises",
        "facts_promises",
        "trail_names_promises",
        "promising.on_one_page",
        "promising.reminding",
    )
