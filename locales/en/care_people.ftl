# Vendors, checklists and views of the list.
care-vendor-title = Vendors
care-vendor-sub = Assign a complaint by writing their name.
care-vendor-new = New vendor
care-vendor-name = Name
care-vendor-phone = WhatsApp number (may be empty)
care-vendor-trade = What for (may be empty)
care-vendor-trade-hint = For example: pumps and water pipes.
care-vendor-none = No vendors yet
care-vendor-none-text = Write down the craftsmen and firms that you usually call.
care-vendor-retire = Not called any more. Old complaints keep the name.
care-vendor-said = The vendor was saved.
care-vendor-fault-name = The name of a vendor has 2 to 80 letters.
care-vendor-fault-phone = This number cannot be called. Write it like 0812 3456 7890.
care-vendor-fault-trade = At most 80 letters.
care-vendor-fault-twice = There is a vendor with this name already.
care-vendor-write = Message to { $name }
care-vendor-write-sub = Sent from your own WhatsApp.
care-vendor-text = What it says
care-vendor-open = Open in WhatsApp
care-vendor-no-phone = The number of this vendor is not known.
care-vendor-add-phone = Add the number
care-vendor-with-phone = Include name and number of the reporter
care-vendor-refresh = Refresh the message
care-vendor-message =
    Hello { $name }, there is work at { $complex }.
    { $number } · { $about }
    Place: { $place }
    { $words }
care-vendor-message-reporter = Reported by { $name }, { $phone }
care-wait-resident = The resident
care-wait-parts = Spare parts
care-wait-vendor = Vendor { $name }

care-list-title = Steps
care-list-of = { $done } of { $all } done
care-list-lines = A step on each line
care-list-hint = Copied to each new complaint of this category. Complaints that run keep their steps.
care-list-said-kept = The steps were saved.
care-list-do = Tick
care-list-undo = Undo
care-list-by = { $name }, { $when }
care-list-sure = Solve although { $count } steps are open
care-list-refuse-open = Some steps are open. Tick them first, or say that they are skipped.
care-list-refuse-steps = At most 30 steps of up to 120 letters each.

care-view-title = Saved views
care-view-sub = Filters of the list that are often used.
care-view-save = Save this view
care-view-name = Name of the view
care-view-share = For everybody of the office
care-view-shared = For everybody of the office
care-view-none = No saved views yet
care-view-none-text = Narrow the list of complaints, then save it under a name.
care-view-remove = Remove { $name }
care-view-said-kept = The view was saved.
care-view-said-gone = The view was removed.
care-view-refuse-name = The name of a view has 1 to 40 letters.
care-view-refuse-everything = Narrow the list first, then save it.
care-view-refuse-many = There are 20 views already. Remove one first.
