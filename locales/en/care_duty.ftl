# Who is on duty.
care-duty-title = Duty roster
care-duty-sub = Whoever is on duty hears first what nobody answered.
care-duty-nobody = Nobody on duty: all managers are told.
care-duty-new = Add duty
care-duty-who = Who
care-duty-days = Days
care-duty-from = From
care-duty-until = Until
care-duty-until-hint = Earlier than the beginning means over midnight.
care-duty-remove = Remove { $day } { $hours } { $name }
care-duty-said = The roster was saved.
care-duty-refuse-nobody = Choose a manager.
care-duty-refuse-hours = Tick the days and fill in hours that last.
care-duty-refuse-many = The roster has too many windows. Remove those that are not used.
