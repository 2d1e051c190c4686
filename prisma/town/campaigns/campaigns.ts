import type { TownCampaign } from "./campaign.ts";
import { culture } from "./culture.ts";
import { design } from "./design.ts";
import { education } from "./education.ts";
import { food } from "./food.ts";
import { hardware } from "./hardware.ts";
import { home } from "./home.ts";
import { outdoors } from "./outdoors.ts";
import { wellness } from "./wellness.ts";

export const townCampaigns: TownCampaign[] = [...hardware, ...design, ...food, ...culture, ...home, ...outdoors, ...education, ...wellness];
